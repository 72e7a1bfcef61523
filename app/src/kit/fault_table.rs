use leptos::prelude::*;

/// What is wrong with a file, row by row; where it is wider than the page it scrolls by itself.
#[component]
pub fn FaultTable(
    label: &'static str,
    columns: Vec<&'static str>,
    /// The cells of each row, one a column.
    rows: Vec<Vec<String>>,
) -> impl IntoView {
    let heads = columns.into_iter().map(|column| view! { <th scope="col">{column}</th> }).collect_view();
    let row = |cells: Vec<String>| {
        let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
        view! { <tr>{cells}</tr> }
    };
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <div class="card flush table-frame" role="region" tabindex="0" aria-label=label>
            <table>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
