//! The program `countinghouse`: web pages, REST API, command line and jobs around [`operations`].

pub mod admit;
pub mod api;
pub mod cli;
pub mod config;
pub mod demo;
pub mod desk;
pub mod jobs;
pub mod office;
pub mod router;
pub mod spool;
pub mod web;
