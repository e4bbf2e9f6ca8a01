//! An address with a slash too many leads to the page without it. The app's own router passes
//! over the slash and would show the page, while axum says that it does not exist.

use app::routes;
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use http::{Method, Uri};

pub async fn trim(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match without_slash(request.uri()).filter(|_| reads) {
        Some(to) => Redirect::permanent(&to).into_response(),
        None => next.run(request).await,
    }
}

/// Never an address of another site: `//evil.example/` is simply no page.
fn without_slash(uri: &Uri) -> Option<String> {
    let path = uri.path().strip_suffix('/')?;
    let to = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    (routes::is_own(&to) && !path.ends_with('/')).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::without_slash;

    #[track_caller]
    fn check(uri: &str, to: Option<&str>) {
        let uri = uri.parse().expect("an address");
        assert_eq!(without_slash(&uri).as_deref(), to, "{uri}");
    }

    #[test]
    fn one_slash_at_the_end_is_left_out() {
        check("/today/", Some("/today"));
        check("/clients/1/?past=2/", Some("/clients/1?past=2/"));
        for uri in ["/", "/today", "/today?next=/"] {
            check(uri, None);
        }
    }

    #[test]
    fn it_never_leads_to_another_site() {
        for uri in ["//evil.example/", "///evil.example/", "//", "/today//"] {
            check(uri, None);
        }
    }
}
