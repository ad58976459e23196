//! The words that schemas share. The domain's types know nothing of OpenAPI, so each has a stand-in here that says
//! what it looks like as JSON.

use utoipa::openapi::schema::{KnownFormat, Object, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

macro_rules! words {
    ($($(#[doc = $doc:literal])+ $name:ident = $object:expr;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let mut object: Object = $object;
                object.description = Some([$($doc.trim()),+].join(" "));
                Schema::Object(object).into()
            }
        }

        impl ToSchema for $name {}
    )+};
}

words! {
    /// Id of a row.
    Id = uuid();
    /// Id of an item, an option or an event: 64 bits, nothing to be read out of it.
    OpaqueId = text("^[0-9a-f]{16}$");
    /// SHA-256, or the head of a chain of such hashes.
    Digest = text("^[0-9a-f]{64}$");
    /// Number on the exam card: 17 digits, always as text.
    ParticipantNo = text("^[0-9]{17}$");
    /// Milliseconds since 1970-01-01 UTC on the server's clock.
    Instant = whole(KnownFormat::Int64);
    /// A length of time in milliseconds.
    Millis = whole(KnownFormat::Int64);
    /// Whole points; never a fraction.
    Points = whole(KnownFormat::Int32);
    /// Short name of a sub-test: `twk`, `tiu`, `tkp`, …
    SubTest = slug();
    /// Short name of a category: `umum`, `disabilitas`, …
    Category = slug();
    /// Short name of a position group.
    PositionGroup = slug();
    /// Random id that a browser keeps.
    DeviceId = text("^[0-9a-fA-F]{32}$");
    /// 32 hexadecimal digits that hide a row from whoever sees only its hash.
    Nonce = text("^[0-9a-f]{32}$");
    /// Ed25519 public key: 32 bytes.
    PublicKeyHex = text("^[0-9a-f]{64}$");
    /// Ed25519 public key with its algorithm.
    PublicKeyText = text("^ed25519:[0-9a-f]{64}$");
    /// Ed25519 signature.
    SignatureHex = text("^[0-9a-f]{128}$");
}

fn text(pattern: &str) -> Object {
    let object = ObjectBuilder::new().schema_type(Type::String);
    object.pattern(Some(pattern)).build()
}

fn uuid() -> Object {
    let object = ObjectBuilder::new().schema_type(Type::String);
    let format = SchemaFormat::Custom("uuid".to_owned());
    object.format(Some(format)).build()
}

fn whole(format: KnownFormat) -> Object {
    let object = ObjectBuilder::new().schema_type(Type::Integer);
    object
        .format(Some(SchemaFormat::KnownFormat(format)))
        .build()
}

fn slug() -> Object {
    text("^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$")
}
