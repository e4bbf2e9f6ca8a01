//! Which request goes where. Pages and server functions come from `app`; everything else is a
//! file of the front end, or an address that does not exist.

use crate::{
    config::Config,
    context, finish, gate, headers, health, limit, live, log,
    notice::{self, Stylesheet},
    refused, site, slash,
    stop::Stopping,
};
use app::{App, Services, shell};
use axum::{
    Extension, Router, body::Body, extract::Request, middleware, response::Response, routing::get,
};
use leptos_axum::{AxumRouteListing, ErrorHandler, LeptosRoutes, generate_route_list};
use std::{convert::Infallible, sync::LazyLock};
use tower::{Service, service_fn};
use tower_http::{CompressionLevel, compression::CompressionLayer, services::ServeDir};

/// Every page. Leptos finds them by rendering the app, and whichever page begins to load its data
/// meanwhile waits for ever: once, before anything is served.
pub static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// # Errors
/// When there is no built front end to serve.
pub fn router(config: &Config, services: Services, stopping: Stopping) -> Result<Router, String> {
    let options = site::options(&config.site);
    let assets = site::assets(&config.site)?;
    let ready = get(health::ready).with_state((services.backend.clone(), stopping));
    let following = get(live::stream).with_state(services.clone());
    let following_link = get(live::of_link).with_state(services.clone());
    let provide = context::provider(services, assets.clone());
    let document = {
        let assets = assets.clone();
        move || shell(assets.clone())
    };
    let not_found = {
        let document = document.clone();
        ErrorHandler::new_with_context(provide.clone(), move |_| document(), options.clone())
    };
    let files = ServeDir::new(&config.site)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false)
        .call_fallback_on_method_not_allowed(true)
        .fallback(not_found.clone());
    let files = service_fn(move |request| serve_file(files.clone(), not_found.clone(), request));
    // Quick enough to do for every answer, and within a few per cent of the best.
    let compression = CompressionLayer::new().quality(CompressionLevel::Precise(4));

    let router = Router::new()
        .leptos_routes_with_context(&options, PAGES.clone(), provide, document)
        .route(health::ALIVE, get(health::alive))
        .route(health::READY, ready)
        .route(app::routes::LIVE, following)
        .route(app::routes::LIVE_LINK, following_link)
        .method_not_allowed_fallback(notice::wrong_method)
        .fallback_service(files)
        .with_state(options)
        .layer(middleware::from_fn(refused::in_words))
        .layer(middleware::from_fn(finish::even_if_nobody_waits))
        .layer(middleware::from_fn(slash::trim))
        .layer(middleware::from_fn(limit::hold))
        .layer(middleware::from_fn_with_state(
            gate::Gate::new(config.origin.clone()),
            gate::guard,
        ))
        .layer(middleware::from_fn(notice::catch_panic))
        .layer(Extension(Stylesheet::of(assets)))
        .layer(middleware::from_fn(headers::add))
        .layer(compression)
        .layer(middleware::from_fn_with_state(
            config.proxies.clone(),
            log::line,
        ));
    Ok(router)
}

/// What the file system will not even look for, such as a name too long, is not there either.
async fn serve_file<N>(
    mut files: ServeDir<N>,
    mut not_found: N,
    request: Request,
) -> Result<Response, Infallible>
where
    N: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    N::Future: Send,
{
    let (parts, body) = request.into_parts();
    let again = Request::from_parts(parts.clone(), Body::empty());
    match files.try_call(Request::from_parts(parts, body)).await {
        Ok(found) => Ok(found.map(Body::new)),
        Err(fault) => {
            tracing::debug!(%fault, "no file could be looked for");
            not_found.call(again).await
        }
    }
}
