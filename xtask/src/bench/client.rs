//! A browser's worth of HTTP/1.1 over one kept connection, written by hand so that it costs nothing.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// What a browser says besides, and what costs the server something.
const BROWSER: &str = "Accept-Encoding: gzip, deflate, br, zstd\r\nSec-Fetch-Site: same-origin\r\n\
    Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nUpgrade-Insecure-Requests: 1\r\n\
    User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n";

/// One connection with its sign-in.
#[derive(Debug)]
pub struct Client {
    address: String,
    stream: BufReader<TcpStream>,
    cookie: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers as `name: value`, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, unless it was only counted.
    pub body: Vec<u8>,
    /// Length of the body in bytes.
    pub length: u64,
    /// From sending the request to the first byte of the body.
    pub first_byte: Duration,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Client {
    /// Connects to `127.0.0.1:port`.
    pub fn connect(address: &str, cookie: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).with_context(|| format!("cannot reach {address}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(300)))?;
        Ok(Self {
            address: address.to_owned(),
            stream: BufReader::with_capacity(64 * 1024, stream),
            cookie: cookie.to_owned(),
        })
    }

    /// Signs in by the form and keeps the session's cookie, which is returned for further connections.
    pub fn sign_in(&mut self, account: &str, password: &str) -> Result<String> {
        let form = format!("account={}&password={}", encoded(account), encoded(password));
        let answer = self.post("/do/sign-in", &form)?;
        // Others may be set, or taken back, with it.
        let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
        let cookie = cookies
            .filter_map(|(_, value)| value.split(';').next())
            .find(|value| value.contains("countinghouse_session="));
        let Some(cookie) = cookie else {
            bail!("signing in as {account} gave no session: status {}", answer.status);
        };
        self.cookie = cookie.to_owned();
        Ok(self.cookie.clone())
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, form: &str) -> Result<Answer> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nSec-Fetch-Site: same-origin\r\nCookie: {1}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {2}\r\n\r\n{form}",
            self.address,
            self.cookie,
            form.len()
        );
        self.exchange(&request, true)
    }

    /// Sends JSON to the API.
    pub fn post_json(&mut self, path: &str, token: &str, body: &str) -> Result<Answer> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        self.exchange(&request, true)
    }

    /// Sends a file as the forms of pages do.
    pub fn send_file(&mut self, path: &str, name: &str, content: &[u8]) -> Result<Answer> {
        let boundary = "----countinghouse-bench";
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let tail = format!("\r\n--{boundary}--\r\n");
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nSec-Fetch-Site: same-origin\r\nCookie: {1}\r\n\
             Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {2}\r\n\r\n{head}",
            self.address,
            self.cookie,
            head.len() + content.len() + tail.len()
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.stream.get_mut().write_all(content)?;
        self.exchange(&tail, true)
    }

    /// Fetches a page with its body.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        let request = self.request(path, "");
        self.exchange(&request, true)
    }

    /// Fetches what a browser gets, compressed as browsers ask for it, and only counts it.
    pub fn measure(&mut self, path: &str) -> Result<Answer> {
        let request = self.request(path, BROWSER);
        self.exchange(&request, false)
    }

    fn request(&self, path: &str, further: &str) -> String {
        format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nAccept: text/html,*/*\r\nAccept-Language: zh-CN\r\n\
             {further}\r\n",
            self.address, self.cookie
        )
    }

    fn exchange(&mut self, request: &str, keep: bool) -> Result<Answer> {
        let sent = Instant::now();
        self.stream.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?;
        let status = status
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .with_context(|| format!("not HTTP: {status}"))?;
        let mut answer =
            Answer { status, headers: Vec::new(), body: Vec::new(), length: 0, first_byte: Duration::ZERO };
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            answer.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let chunked = answer.header("transfer-encoding").is_some_and(|value| value.contains("chunked"));
        let length = answer.header("content-length").and_then(|value| value.parse::<u64>().ok());
        if length.unwrap_or(1) > 0 && status != 204 && status != 304 {
            self.stream.fill_buf()?;
        }
        answer.first_byte = sent.elapsed();
        match (chunked, length) {
            (true, _) => loop {
                let size = self.line()?;
                let size = size.split(';').next().unwrap_or_default().trim();
                let size =
                    u64::from_str_radix(size, 16).with_context(|| format!("not a chunk size: {size}"))?;
                self.body(size, keep, &mut answer)?;
                self.line()?;
                if size == 0 {
                    break;
                }
            },
            (false, Some(length)) => self.body(length, keep, &mut answer)?,
            (false, None) => {}
        }
        Ok(answer)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the server closed the connection");
        }
        Ok(line.trim_end().to_owned())
    }

    fn body(&mut self, size: u64, keep: bool, answer: &mut Answer) -> Result<()> {
        let mut part = (&mut self.stream).take(size);
        let read = if keep {
            std::io::copy(&mut part, &mut answer.body)?
        } else {
            std::io::copy(&mut part, &mut std::io::sink())?
        };
        if read != size {
            bail!("the answer ended after {read} of {size} bytes");
        }
        answer.length += read;
        Ok(())
    }
}

/// Percent-encodes everything but letters and digits, for forms and addresses.
pub fn encoded(text: &str) -> String {
    let mut result = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            result.push(char::from(byte));
        } else {
            result.push_str(&format!("%{byte:02X}"));
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn chunked_and_counted_answers_are_read_over_one_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut buffer = [0; 1024];
            for answer in [
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno",
            ] {
                assert!(stream.read(&mut buffer).unwrap() > 0);
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        let mut client = Client::connect(&address, "a=b").unwrap();
        let first = client.get("/").unwrap();
        assert_eq!((first.status, first.body.as_slice()), (200, b"abcde".as_slice()));
        let second = client.measure("/x").unwrap();
        assert_eq!((second.status, second.length, second.body.len()), (404, 2, 0));
        server.join().unwrap();
    }

    #[test]
    fn text_is_percent_encoded() {
        assert_eq!(encoded("a b@云"), "a%20b%40%E4%BA%91");
    }
}
