//! A mail server: each mail over a connection of its own, step by step, so that it is known how far one came.

use std::time::Duration;

use lettre::{
    Message,
    transport::smtp::{
        self,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    },
};
use tokio::time::timeout;

use super::post::{Unsent, Unusable};

/// Nothing that is asked of a mail server before it has the mail may take longer.
const PATIENCE: Duration = Duration::from_secs(20);
/// The mail itself, until the server says that it has it. Less than the lease of the job that sends it.
const WITH_THE_MAIL: Duration = Duration::from_secs(240);
/// The ports of mail servers: TLS from the first byte, and STARTTLS.
const PORTS: (u16, u16) = (465, 587);

/// A mail server and how it is spoken to.
pub(super) struct Server {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    hello: ClientId,
    patience: Duration,
    with_the_mail: Duration,
}

enum Tls {
    FromTheFirstByte(TlsParameters),
    Starttls(TlsParameters),
    None,
}

impl Server {
    /// The one that a URL names: TLS from the first byte, STARTTLS, or nothing where that is said.
    pub(super) fn at(url: &str) -> Result<Self, Unusable> {
        let wrong = |why: &str| Unusable(format!(": {why}"));
        // One provider for everything; whoever chose another before has chosen.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let url = url::Url::parse(url).map_err(|error| wrong(&error.to_string()))?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| wrong("there is no host"))?;
        let tls = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        let trusted =
            || TlsParameters::new_rustls(host.to_owned()).map_err(|error| wrong(&error.to_string()));
        let (tls, port) = match (url.scheme(), tls.as_deref()) {
            ("smtps", None) => (Tls::FromTheFirstByte(trusted()?), PORTS.0),
            ("smtp", None | Some("required")) => (Tls::Starttls(trusted()?), PORTS.1),
            ("smtp", Some("none")) => (Tls::None, 25),
            (_, Some(tls)) => return Err(wrong(&format!("tls={tls} is not known"))),
            _ => return Err(wrong("it is none of these")),
        };
        let mut credentials = None;
        if !url.username().is_empty() {
            let plain = |part: &str| percent(part).ok_or_else(|| wrong("name or password is no text"));
            let password = url.password().unwrap_or_default();
            credentials = Some(Credentials::new(plain(url.username())?, plain(password)?));
        }
        let port = url.port().unwrap_or(port);
        // Brackets of an IPv6 address belong to the URL.
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let (hello, patience, with_the_mail) = (ClientId::default(), PATIENCE, WITH_THE_MAIL);
        Ok(Self { host, port, tls, credentials, hello, patience, with_the_mail })
    }

    /// Sends a mail. Until the server asks for the mail itself, everything that is not about this mail may be otherwise
    /// later. A server that ends the connection without having said that it has the mail has not taken it (RFC 5321,
    /// 4.2.5); of one that is silent nobody knows.
    pub(super) async fn send(&self, mail: &Message) -> Result<(), Unsent> {
        let content = mail.formatted();
        let away = |error: smtp::Error| Unsent::Later(told(&error));
        let mut connection = self.within(self.connect()).await?.map_err(away)?;
        let asked = self.within(ask(&mut connection, mail, &content)).await?;
        asked.map_err(|error| refused(&error))?;
        match timeout(self.with_the_mail, connection.message(&content)).await {
            Ok(taken) => drop(taken.map_err(|error| refused(&error))?),
            Err(_) => {
                return Err(Unsent::Unknown("the mail server was silent when it had the mail".to_owned()));
            }
        }
        // It has the mail, whatever becomes of the connection.
        let _ = timeout(Duration::from_secs(2), connection.quit()).await;
        Ok(())
    }

    /// What may take three times as long as one answer.
    async fn within<T>(&self, asked: impl Future<Output = T>) -> Result<T, Unsent> {
        let late = |_| Unsent::Later("the mail server does not answer".to_owned());
        timeout(self.patience * 3, asked).await.map_err(late)
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, smtp::Error> {
        let first = match &self.tls {
            Tls::FromTheFirstByte(tls) => Some(tls.clone()),
            Tls::Starttls(_) | Tls::None => None,
        };
        let to = (self.host.as_str(), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(to, Some(self.patience), &self.hello, first, None).await?;
        if let Tls::Starttls(tls) = &self.tls {
            connection.starttls(tls.clone(), &self.hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await?;
        }
        Ok(connection)
    }
}

/// From whom, to whom, and whether the server takes it.
async fn ask(
    connection: &mut AsyncSmtpConnection,
    mail: &Message,
    content: &[u8],
) -> Result<(), smtp::Error> {
    let envelope = mail.envelope();
    let mut options = Vec::new();
    // A server that does not know of these refuses the mail, which is told.
    if !envelope.from().into_iter().chain(envelope.to()).all(|address| address.to_string().is_ascii()) {
        options.push(MailParameter::SmtpUtfEight);
    }
    if !content.is_ascii() && connection.server_info().supports_feature(Extension::EightBitMime) {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    connection.command(Mail::new(envelope.from().cloned(), options)).await?;
    for to in envelope.to() {
        connection.command(Rcpt::new(to.clone(), Vec::new())).await?;
    }
    connection.command(Data).await?;
    Ok(())
}

/// A refusal that names the mail is final; everything else may be otherwise later.
fn refused(error: &smtp::Error) -> Unsent {
    if error.is_permanent() { Unsent::Refused(told(error)) } else { Unsent::Later(told(error)) }
}

fn told(error: &smtp::Error) -> String {
    let mut told = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        told = format!("{told}: {cause}");
        source = cause.source();
    }
    told.chars().filter(|c| !c.is_control()).take(300).collect()
}

/// `%40` as `@`.
fn percent(part: &str) -> Option<String> {
    // The parser of forms reads `+` as a space; a password may have one.
    let part = part.replace('+', "%2B");
    serde_urlencoded::from_str::<Vec<(String, String)>>(&format!("v={part}"))
        .ok()?
        .pop()
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use lettre::message::Mailbox;
    use tokio::{
        io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
        net::TcpListener,
    };

    use super::*;

    #[test]
    fn names_and_passwords_are_read_as_they_are_meant() {
        assert_eq!(percent("p%40s+s"), Some("p@s+s".into()));
        assert_eq!(percent("a%26b=c"), Some("a&b=c".into()));
    }

    /// What a server says to each command that begins so; it is silent where it says nothing.
    async fn sent(says: &'static [(&'static str, &'static str)]) -> Result<(), Unsent> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let serving = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = BufReader::new(stream);
            let mut line = "CONNECTED".to_owned();
            loop {
                if let Some((_, answer)) = says.iter().find(|(command, _)| line.starts_with(command)) {
                    stream.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
                }
                line.clear();
                if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                    return;
                }
            }
        });
        let mut server = Server::at(&format!("smtp://u:p@127.0.0.1:{port}?tls=none")).unwrap();
        (server.patience, server.with_the_mail) = (Duration::from_secs(3), Duration::from_secs(1));
        let address = |text: &str| Mailbox::new(None, text.parse().unwrap());
        let mail = Message::builder().from(address("desk@example.com")).to(address("li@x.cn"));
        let sent = server.send(&mail.body("x".to_owned()).unwrap()).await;
        serving.abort();
        sent
    }

    const GREETING: (&str, &str) = ("CONNECTED", "220 here");
    const EHLO: (&str, &str) = ("EHLO", "250-here\r\n250 AUTH PLAIN LOGIN");
    const AUTH: (&str, &str) = ("AUTH", "235 welcome");
    const MAIL: (&str, &str) = ("MAIL", "250 ok");
    const RCPT: (&str, &str) = ("RCPT", "250 ok");
    const DATA: (&str, &str) = ("DATA", "354 go on");
    const END: (&str, &str) = (".", "250 taken");

    #[tokio::test]
    async fn what_is_refused_for_ever_is_the_mail_and_not_the_door() {
        assert!(sent(&[GREETING, EHLO, AUTH, MAIL, RCPT, DATA, END]).await.is_ok());
        for door in [
            &[("CONNECTED", "554 no service")][..],
            &[GREETING, EHLO, ("AUTH", "535 wrong password")],
            &[GREETING, EHLO, AUTH, MAIL, ("RCPT", "451 later")],
            &[GREETING, EHLO, AUTH, MAIL, RCPT, DATA, (".", "452 full")],
        ] {
            let door: &'static [(&str, &str)] = Box::leak(door.to_vec().into_boxed_slice());
            let said = sent(door).await;
            assert!(matches!(said, Err(Unsent::Later(_))), "{door:?}: {said:?}");
        }
        for mail in [
            &[GREETING, EHLO, AUTH, MAIL, ("RCPT", "550 nobody")][..],
            &[GREETING, EHLO, AUTH, MAIL, RCPT, DATA, (".", "554 spam")],
        ] {
            let mail: &'static [(&str, &str)] = Box::leak(mail.to_vec().into_boxed_slice());
            let said = sent(mail).await;
            assert!(matches!(said, Err(Unsent::Refused(_))), "{mail:?}: {said:?}");
        }
    }

    #[tokio::test]
    async fn of_a_server_that_has_the_mail_and_is_silent_nobody_knows() {
        let said = sent(&[GREETING, EHLO, AUTH, MAIL, RCPT, DATA]).await;
        assert!(matches!(said, Err(Unsent::Unknown(_))), "{said:?}");
    }
}
