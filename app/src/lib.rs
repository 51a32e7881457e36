//! What people see: pages, components, islands and the words in both languages.
//!
//! Pages are rendered on the server and are complete without a script. Only [`islands`] are built
//! for the browser; everything else is left out of the WASM by the feature `ssr`.

// A view is one type as deep as its markup, and the compiler counts the depth.
#![recursion_limit = "512"]

pub mod islands;
pub mod lang;
mod size;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
mod mapping;
#[cfg(feature = "ssr")]
pub mod markdown;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod pdf;
#[cfg(feature = "ssr")]
pub mod rail;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod subjects;
#[cfg(feature = "ssr")]
pub mod visit;
pub mod words;

/// Starts the islands of a page in the browser, and its keys.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
    islands::palette::listen();
}
