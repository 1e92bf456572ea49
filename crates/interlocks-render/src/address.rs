//! Addresses of sources, where a picture makes links of them.

use std::fmt::Write;

/// An address that a browser may follow: of the web, and with nothing in it that is not of an
/// address. `None` for any other scheme (`javascript:` among them) and for relative ones.
pub(crate) fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let scheme = ["http://", "https://"]
        .into_iter()
        .find(|scheme| url.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)))?;
    let rest = &url[scheme.len()..];
    if rest.is_empty() {
        return None;
    }
    let mut out = scheme.to_string();
    for (at, byte) in rest.bytes().enumerate() {
        let percent = byte == b'%' && is_percent_code(&rest.as_bytes()[at..]);
        if percent || byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Some(out)
}

fn is_percent_code(bytes: &[u8]) -> bool {
    bytes.get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert_eq!(web_address(" HTTPS://a.b/x?y=1&z;=%20%zz\"<").unwrap(), "https://a.b/x?y=1&z;=%20%25zz%22%3C");
        assert_eq!(web_address("http://b\u{fc}cher.example/").unwrap(), "http://b%C3%BCcher.example/");
        for refused in ["javascript:alert(1)", "data:text/html,x", "//a.b", "ftp://a", "https://", "", "h\u{fc}"] {
            assert_eq!(web_address(refused), None, "{refused}");
        }
    }
}
