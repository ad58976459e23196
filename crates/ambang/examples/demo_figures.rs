//! Writes the pictures of the demo bank into `demo/pictures`.

#[path = "../src/demo/figures/mod.rs"]
#[allow(dead_code, reason = "the keys are for the tests of the binary")]
mod figures;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/pictures");
    std::fs::create_dir_all(&folder)?;
    for (name, content) in figures::files() {
        std::fs::write(folder.join(name), content)?;
    }
    Ok(())
}
