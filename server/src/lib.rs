//! The server: configuration, boot, HTTP, jobs, command line.

#![recursion_limit = "512"]

pub mod boot;
pub mod cli;
pub mod config;
mod demo;
pub mod http;
pub mod site;
