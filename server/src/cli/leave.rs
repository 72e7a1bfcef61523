use anyhow::{Context, Result};
use chrono::NaiveDate;
use clap::Subcommand;
use domain::time::{check_years, hall_date};

use super::{open, say};
use crate::config::Config;

/// What can be asked about leave.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Derive somebody's annual leave line by line, with the articles, and what is left of it.
    Explain {
        /// 工号.
        sign_in_name: String,
        /// The day to look at, such as 2026-06-30; today if left out.
        #[arg(long)]
        on: Option<NaiveDate>,
        /// Monthly wage in yuan, the average of the last twelve months without overtime pay: adds what the
        /// days not taken are paid with.
        #[arg(long, value_name = "YUAN")]
        monthly_wage: Option<u32>,
    },
}

pub(super) async fn run(config: &Config, what: What) -> Result<()> {
    let What::Explain { sign_in_name, on, monthly_wage } = what;
    let services = open(config).await?;
    let on = on.unwrap_or_else(|| hall_date(services.clock().now()));
    check_years("on", on).context("--on is of no year that can be asked about")?;
    let book = services.leave().leave_book_by_operator(&sign_in_name, on).await;
    let book = book.with_context(|| format!("could not explain the leave of {sign_in_name}"))?;
    for line in app::leave::words::explain_zh(&book, monthly_wage) {
        say(line)?;
    }
    Ok(())
}
