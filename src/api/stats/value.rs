//! The values that members of stats objects have.

use crate::api::enums::IdlStrings;

/// The value of a member, whatever its type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Unsigned(u64),
    Signed(i64),
    Double(f64),
    Boolean(bool),
    Text(String),
    Null,
}

/// A member that exists, but may be null.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Nullable<T>(pub(crate) Option<T>);

/// What can be the value of a member. `None`: the member does not exist.
pub(super) trait Member {
    fn value(&self) -> Option<Value>;
}

impl<T: Member> Member for Option<T> {
    fn value(&self) -> Option<Value> {
        self.as_ref()?.value()
    }
}

impl<T: Member> Member for Nullable<T> {
    fn value(&self) -> Option<Value> {
        self.0.value().or(Some(Value::Null))
    }
}

impl Member for u64 {
    fn value(&self) -> Option<Value> {
        Some(Value::Unsigned(*self))
    }
}

impl Member for u32 {
    fn value(&self) -> Option<Value> {
        Some(Value::Unsigned((*self).into()))
    }
}

impl Member for u16 {
    fn value(&self) -> Option<Value> {
        Some(Value::Unsigned((*self).into()))
    }
}

impl Member for i32 {
    fn value(&self) -> Option<Value> {
        Some(Value::Signed((*self).into()))
    }
}

impl Member for f64 {
    fn value(&self) -> Option<Value> {
        Some(Value::Double(*self))
    }
}

impl Member for bool {
    fn value(&self) -> Option<Value> {
        Some(Value::Boolean(*self))
    }
}

impl Member for String {
    fn value(&self) -> Option<Value> {
        Some(Value::Text(self.clone()))
    }
}

impl<T: IdlStrings> Member for T {
    fn value(&self) -> Option<Value> {
        Some(Value::Text(self.as_str().to_owned()))
    }
}
