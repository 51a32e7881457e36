//! Words of the home page.

words! {
    /// Words of the home page.
    HomeWords {
        hello: "{name}，您好", "Hello, {name}";
    }
}
