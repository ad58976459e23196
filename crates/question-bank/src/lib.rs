//! Items and their keys, blueprints, forms, seeded papers, import and export of items.
