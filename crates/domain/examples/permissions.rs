//! Prints `docs/PERMISSIONS.md` from the permission table; `cargo xtask permissions` writes it.

use domain::policy::{Role, TABLE};

fn main() {
    println!("# Who may do what\n");
    println!("Made from `crates/domain/src/policy/table.rs` by `cargo xtask permissions`; do not edit by hand.\n");
    println!(
        "What this table does not allow is refused. ● may do it inside the scope of the role (a zone, a hall, the"
    );
    println!(
        "agency); *own* says whether everybody may do it where it is about themselves; *never own* that nobody may,"
    );
    println!("whatever their role. Lists show what lies inside the scope, filtered in the query.\n");
    print!("| action | own |");
    for role in Role::ALL {
        print!(" {} |", role.code());
    }
    print!("\n|---|---|");
    for _ in Role::ALL {
        print!(":-:|");
    }
    println!();
    for rule in TABLE {
        let own = match (rule.own, rule.never_own) {
            (true, _) => "own",
            (false, true) => "never own",
            (false, false) => "",
        };
        print!("| `{}` | {own} |", rule.name);
        for role in Role::ALL {
            print!(" {} |", if rule.roles.contains(&role) { "●" } else { "" });
        }
        println!();
    }
}
