//! Which request goes where. Pages and server functions come from `app`; everything else is a
//! file of the front end, or an address that does not exist.

use crate::{
    config::Config,
    context, gate, headers, limit,
    notice::{self, Stylesheet},
    site,
};
use app::{App, Services, shell};
use axum::{Extension, Router, middleware};
use leptos_axum::{ErrorHandler, LeptosRoutes, generate_route_list};
use tower_http::{CompressionLevel, compression::CompressionLayer, services::ServeDir};

/// # Errors
/// When there is no built front end to serve.
pub fn router(config: &Config, services: Services) -> Result<Router, String> {
    let options = site::options(&config.site)?;
    let provide = context::provider(services);
    let document = {
        let options = options.clone();
        move || shell(options.clone())
    };
    let not_found = ErrorHandler::new_with_context(provide.clone(), shell, options.clone());
    let files = ServeDir::new(&config.site)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false)
        .call_fallback_on_method_not_allowed(true)
        .fallback(not_found);
    // Quick enough to do for every answer, and within a few per cent of the best.
    let compression = CompressionLayer::new().quality(CompressionLevel::Precise(4));

    let router = Router::new()
        .leptos_routes_with_context(&options, generate_route_list(App), provide, document)
        .method_not_allowed_fallback(notice::wrong_method)
        .fallback_service(files)
        .with_state(options.clone())
        .layer(middleware::from_fn(limit::hold))
        .layer(middleware::from_fn_with_state(
            gate::Gate::new(config.origin.clone()),
            gate::guard,
        ))
        .layer(middleware::from_fn(notice::catch_panic))
        .layer(Extension(Stylesheet::of(&options)))
        .layer(middleware::from_fn(headers::add))
        .layer(compression);
    Ok(router)
}
