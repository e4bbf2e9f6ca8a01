//! Letters by SMTP, through the server that an address names: `smtps://user:pass@host`,
//! `smtp://host:587?tls=required`, or `smtp://localhost:25` without encryption.

use super::{Envelope, Letterhead, MailFault, Mailer, message::message};
use futures::FutureExt;
use futures::future::BoxFuture;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::time::Duration;

/// Well inside the worker's lease, so that no other worker begins the same letter meanwhile.
const PATIENCE: Duration = Duration::from_secs(15);

pub struct SmtpMailer {
    head: Letterhead,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl SmtpMailer {
    /// # Errors
    /// The address is none; nothing is connected to yet.
    pub fn new(head: Letterhead, url: &str) -> Result<SmtpMailer, MailFault> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|fault| MailFault::Refused(fault.to_string()))?;
        let transport = builder.timeout(Some(PATIENCE)).build();
        Ok(SmtpMailer { head, transport })
    }
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, envelope: &'a Envelope) -> BoxFuture<'a, Result<(), MailFault>> {
        async move {
            let message = message(&self.head, envelope)?;
            match self.transport.send(message).await {
                Ok(_) => Ok(()),
                Err(fault) if fault.is_permanent() => Err(MailFault::Refused(fault.to_string())),
                Err(fault) => Err(MailFault::Unknown(fault.to_string())),
            }
        }
        .boxed()
    }
}
