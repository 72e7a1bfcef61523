//! `#[db_test]`: one test body, two databases.

use proc_macro::TokenStream;
use quote::{format_ident, quote};
use syn::{ItemFn, parse_macro_input};

/// Makes `name_sqlite` and `name_postgres` of one `async fn name(world: World)`, each with a world of its
/// own, so that both can be picked by name.
#[proc_macro_attribute]
pub fn db_test(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    let test = parse_macro_input!(item as ItemFn);
    let name = &test.sig.ident;
    let (sqlite, postgres) = (format_ident!("{name}_sqlite"), format_ident!("{name}_postgres"));
    quote! {
        #test

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn #sqlite() {
            #name(testkit::World::sqlite().await).await;
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn #postgres() {
            #name(testkit::World::postgres().await).await;
        }
    }
    .into()
}
