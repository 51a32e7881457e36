//! The program `countinghouse`: web pages, REST API, command line and jobs around [`operations`].

pub mod api;
pub mod cli;
pub mod config;
pub mod demo;
pub mod jobs;
pub mod office;
pub mod web;
