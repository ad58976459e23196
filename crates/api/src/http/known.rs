//! The routes as the API's description names them: which methods a path takes, and under which name a request is
//! counted.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::Method;

use crate::openapi;

/// A route with its methods.
struct Route {
    template: String,
    methods: Vec<&'static str>,
    /// Place of the first of them among all operations.
    first: usize,
}

struct Known {
    routes: Vec<Route>,
    /// Routes without a parameter, by their path.
    literal: HashMap<String, usize>,
    /// The others; those with fewer parameters come first.
    patterns: Vec<(Vec<String>, usize)>,
    operations: usize,
}

static KNOWN: LazyLock<Known> = LazyLock::new(Known::read);

/// The methods of the route that a path leads to; where several fit, of the one that says most.
pub(crate) fn allowed_methods(path: &str) -> Option<&'static [&'static str]> {
    KNOWN
        .fitting(path)
        .next()
        .map(|route| route.methods.as_slice())
}

/// Every operation as `(method, template)`; its place is what [`place`] gives.
pub(super) fn operations() -> Vec<(&'static str, &'static str)> {
    let routes = KNOWN.routes.iter();
    let named = routes.flat_map(|route| {
        let methods = route.methods.iter();
        methods.map(|method| (*method, route.template.as_str()))
    });
    named.collect()
}

/// The place of a request among the operations; all that is none of them comes after the last.
pub(super) fn place(method: &Method, path: &str) -> usize {
    let place = KNOWN.fitting(path).find_map(|route| {
        let mut methods = route.methods.iter();
        let at = methods.position(|known| *known == method.as_str())?;
        Some(route.first + at)
    });
    place.unwrap_or(KNOWN.operations)
}

impl Known {
    fn read() -> Self {
        let mut known = Self {
            routes: Vec::new(),
            literal: HashMap::new(),
            patterns: Vec::new(),
            operations: 0,
        };
        for (template, methods) in openapi::routes() {
            let at = known.routes.len();
            if template.contains('{') {
                let parts = template.split('/').map(str::to_owned);
                known.patterns.push((parts.collect(), at));
            } else {
                known.literal.insert(template.clone(), at);
            }
            let first = known.operations;
            known.operations += methods.len();
            known.routes.push(Route {
                template,
                methods,
                first,
            });
        }
        let parameters = |parts: &[String]| parts.iter().filter(|part| is_parameter(part)).count();
        known
            .patterns
            .sort_by_key(|(parts, _)| parameters(parts.as_slice()));
        known
    }

    /// The routes that a path leads to; the one that says most comes first. A literal one ends the search where
    /// nobody asks for another.
    fn fitting<'k, 'p>(&'k self, path: &'p str) -> impl Iterator<Item = &'k Route> + use<'k, 'p> {
        let literal = self.literal.get(path).into_iter();
        let patterns = self
            .patterns
            .iter()
            .filter(move |(parts, _)| fits(parts, path));
        let places = literal.chain(patterns.map(|(_, at)| at));
        places.filter_map(|at| self.routes.get(*at))
    }
}

fn fits(parts: &[String], path: &str) -> bool {
    let mut asked = path.split('/');
    let each = |part: &String| {
        asked
            .next()
            .is_some_and(|it| is_parameter(part) || it == part)
    };
    parts.iter().all(each) && asked.next().is_none()
}

fn is_parameter(part: &str) -> bool {
    part.starts_with('{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_route_that_says_most_is_meant() {
        assert_eq!(
            allowed_methods("/api/v1/candidate/events"),
            Some(&["POST"][..])
        );
        assert_eq!(
            allowed_methods("/api/v1/sittings/x/events"),
            Some(&["GET"][..])
        );
        assert_eq!(
            allowed_methods("/api/v1/sittings/x/open"),
            Some(&["POST"][..])
        );
        assert_eq!(allowed_methods("/api/v1/users"), Some(&["GET", "POST"][..]));
        assert_eq!(allowed_methods("/api/v1/nothing"), None);
        assert_eq!(allowed_methods("/api/v1/candidate/events/"), None);
    }

    #[test]
    fn every_operation_has_its_place() {
        let operations = operations();
        assert!(operations.len() > 40);
        for (at, (method, template)) in operations.iter().enumerate() {
            let path = template.replace(['{', '}'], "x");
            assert_eq!(
                place(&method.parse().unwrap(), &path),
                at,
                "{method} {template}"
            );
        }
        let resumed = place(&Method::POST, "/api/v1/sittings/x/resume");
        assert_eq!(operations[resumed].1, "/api/v1/sittings/{id}/{act}");
        assert_eq!(place(&Method::DELETE, "/api/v1/users"), operations.len());
    }
}
