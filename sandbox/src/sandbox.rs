//! Starting and stopping.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use rusqlite::Transaction;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::app::App;
use crate::clock::Clock;
use crate::error::StartError;
use crate::http::journal::Journal;
use crate::options::Options;
use crate::profile::{Operation, Profile};
use crate::store::organizations::{self, Firm, Organization};
use crate::store::{Store, StoreError, settings};
use crate::{deliver, http, ids, schedule};

const CASE_TYPES: &str = include_str!("../profiles/case-types.json");
/// How long requests that are under way may take to end when the sandbox stops.
const PATIENCE: Duration = Duration::from_secs(3);

/// The sandbox.
#[derive(Debug)]
pub struct Sandbox;

/// A running sandbox. Dropping it stops it without waiting.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    /// What a client takes as base URL.
    pub base_url: String,
    /// Id of the organisation that the keys belong to.
    pub organization_id: String,
    /// The Public Key.
    pub public_key: String,
    /// The Private Key.
    pub private_key: String,
    profile: Profile,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Everything but the keys.
        f.debug_struct("Running").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

impl Running {
    /// Stops listening, lets requests that are under way end, and stops. Deliveries that are under way are sent again
    /// after the next start on the same data file.
    pub async fn shutdown(mut self) {
        // Nobody listens any more if everything has already ended.
        let _ = self.stop.send(true);
        for task in std::mem::take(&mut self.tasks) {
            let handle = task.abort_handle();
            if tokio::time::timeout(PATIENCE, task).await.is_err() {
                handle.abort();
            }
        }
    }

    /// The address of an operation for this organisation, for people to paste.
    pub fn url(&self, operation: Operation, values: &[(&str, &str)]) -> Option<String> {
        let path = self.profile.path(operation, &[("organizationId", &self.organization_id)])?;
        let path = values.iter().fold(path, |path, (name, value)| path.replace(&format!("{{{name}}}"), value));
        Some(format!("{}{path}", self.base_url))
    }

    /// The profile in force.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }
}

impl Sandbox {
    /// Starts a sandbox; it listens when this returns.
    ///
    /// # Errors
    /// If the profile or the data file is unusable, or the port is taken; the message says which.
    pub async fn start(options: Options) -> Result<Running, StartError> {
        let profile = match &options.profile {
            Some(path) => Profile::load(path)?,
            None => Profile::default_profile()?,
        };
        let case_types = serde_json::from_str(CASE_TYPES)
            .map_err(|cause| StartError::new(format!("the list of case types is unusable: {cause}")))?;
        let deliveries = deliver::client(options.delivery_timeout)?;
        let listener =
            TcpListener::bind((options.host.trim_matches(['[', ']']), options.port)).await.map_err(|cause| {
                StartError::new(format!("cannot listen on {} port {}: {cause}", options.host, options.port))
            })?;
        let addr =
            listener.local_addr().map_err(|cause| StartError::new(format!("the port cannot be read: {cause}")))?;
        let base_url = format!("http://{}", reachable(addr));
        let store = Store::open(options.data.as_deref())?;
        let (organization, clock) = seed(&store, &options).await?;
        let app = Arc::new(App {
            profile,
            clock,
            store,
            organization,
            base_url,
            case_types,
            partner_delay: options.partner_delay,
            invitation_life: options.invitation_life,
            file_life: options.file_life,
            retry: options.retry,
            journal: Journal::default(),
            deliveries_wait: Notify::new(),
            jobs_wait: Notify::new(),
        });
        let (stop, stopping) = watch::channel(false);
        let mut serving = stopping.clone();
        let service = http::service(Arc::clone(&app));
        // Answers are small: waiting to fill a packet would only delay them.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let served = async move {
            let shutdown = async move { schedule::stopped(&mut serving).await };
            // It ends only by the shutdown; errors of single connections are theirs.
            let _ = axum::serve(listener, service).with_graceful_shutdown(shutdown).await;
        };
        let tasks = vec![
            tokio::spawn(served),
            tokio::spawn(schedule::run(Arc::clone(&app), stopping.clone())),
            tokio::spawn(deliver::run(Arc::clone(&app), deliveries, stopping)),
        ];
        Ok(Running {
            addr,
            base_url: app.base_url.clone(),
            organization_id: app.organization.id.clone(),
            public_key: app.organization.public_key.clone(),
            private_key: app.organization.private_key.clone(),
            profile: app.profile.clone(),
            stop,
            tasks,
        })
    }
}

/// An address that a client on this machine can call: "every address" is none.
fn reachable(addr: SocketAddr) -> SocketAddr {
    let ip = match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, addr.port())
}

/// Finds the organisation in the data file, or makes it and a partner firm.
async fn seed(store: &Store, options: &Options) -> Result<(Organization, Clock), StartError> {
    let options = options.clone();
    store.run::<_, SeedError, _>(move |tx| seed_in(tx, &options)).await.map_err(|cause| cause.0)
}

fn seed_in(tx: &Transaction<'_>, options: &Options) -> Result<(Organization, Clock), SeedError> {
    let clock = Clock::ahead_by(settings::get(tx, settings::CLOCK_OFFSET_MS)?.unwrap_or(0));
    if let Some(found) = organizations::first(tx)? {
        let fits = |given: &Option<String>, stored: &str| given.as_ref().is_none_or(|given| given == stored);
        if fits(&options.organization_id, &found.id)
            && fits(&options.public_key, &found.public_key)
            && fits(&options.private_key, &found.private_key)
        {
            return Ok((found, clock));
        }
        let message =
            "the data file has another organization id or other keys than given: leave them out, or use a new file";
        return Err(SeedError(StartError::new(message)));
    }
    let given =
        |value: &Option<String>| value.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let organization = Organization {
        id: given(&options.organization_id).map_or_else(ids::object_id, Ok).map_err(StoreError::from)?,
        public_key: given(&options.public_key).map_or_else(|| ids::key("public"), Ok).map_err(StoreError::from)?,
        private_key: given(&options.private_key).map_or_else(|| ids::key("private"), Ok).map_err(StoreError::from)?,
    };
    if organization.public_key == organization.private_key {
        return Err(SeedError(StartError::new("the Public Key and the Private Key must differ")));
    }
    organizations::insert(tx, &organization, clock.now_ms())?;
    let partner = Firm { id: ids::object_id().map_err(StoreError::from)?, name: "Sandbox Partner Firm".to_owned() };
    organizations::insert_firm(tx, &partner)?;
    Ok((organization, clock))
}

/// Carries either cause out of the transaction.
struct SeedError(StartError);

impl From<StoreError> for SeedError {
    fn from(cause: StoreError) -> Self {
        Self(StartError::new(format!("the data cannot be prepared: {cause}")))
    }
}
