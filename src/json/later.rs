//! Fields that a later version of the format may have, and this build does not know.

/// The names of fields of a later version, with their values as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Later(pub(super) Vec<(String, String)>);

impl Later {
    /// Sets a field in its place by the order of the names; its value is JSON as it is written.
    pub(crate) fn set(&mut self, name: &str, value: String) {
        self.0.retain(|(other, _)| other != name);
        let at = self.0.partition_point(|(other, _)| other.as_str() < name);
        self.0.insert(at, (name.to_owned(), value));
    }

    /// The names, with the values as they are written.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl FromIterator<(String, String)> for Later {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}
