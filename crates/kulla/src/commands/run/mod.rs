//! `kulla run`: opens the doors, keeps time, and closes them in order.

pub(crate) mod door;

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use kulla_desk::profile::{DemoPerson, Profile};
use kulla_gateways::open311::pace::Paces;
use kulla_gateways::sources::{Listed, Sources};
use kulla_gateways::{Config, House, Parts, figures_router, operator_router, router};
use kulla_guard::sessions::{EntryPolicy, Node as NodeKind};
use tokio::net::{TcpListener, UnixListener};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use door::Places;

use super::ingest::operator_seat;
use super::{Exit, Fault, providers, sources};
use crate::assets::Console;
use crate::checkpoints::{self, CHECKPOINT_EVERY_MS};
use crate::cli::Run;
use crate::machine::{OnDisk, SessionFile};
use crate::node::NodeDir;
use crate::node::keys::Keys;
use crate::node::open::{Node, remove_socket};
use crate::node::patrol::Patrol;
use crate::play::{Playing, Stage};
use crate::progress::Progress;
use crate::said;
use crate::service;
use crate::tls::{self, Tls};
use crate::vault::SealedFile;
use crate::world::SystemClock;

/// How often the desk's timers are looked at.
const TICK: Duration = Duration::from_secs(1);
/// How long open requests may take to end after Ctrl-C.
const GRACE: Duration = Duration::from_secs(5);

/// Runs a node until Ctrl-C or SIGTERM.
pub fn run(run: &Run) -> Result<Exit, Fault> {
    let stage = run.play.exercise.as_deref().map(|name| stage(run, name)).transpose()?;
    let mut progress = Progress::new("building the picture");
    let (dir, from_profile) = (NodeDir::new(&run.data), run.policies_from_profile);
    let node = Node::open_with(dir, run.public_url.clone(), from_profile, &mut |done, all| {
        progress.at(done, all)
    })?;
    progress.done();
    tell_opened(&node);
    if let Some(stage) = &stage {
        stage.admit(&node)?;
    }
    let node = Arc::new(node);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve(run, &node, stage));
    runtime.shutdown_timeout(GRACE);
    remove_socket(&node.dir);
    node.close()?;
    served.map(|()| Exit::Done)
}

/// What is to be played, with the log that it is played in.
fn stage(run: &Run, name: &str) -> Result<Stage, Fault> {
    let dir = NodeDir::new(&run.data);
    dir.read_config()?;
    let found = crate::scenarios::find(name)?;
    let profile = Profile::load(&dir.profile()).map_err(|bad| Fault::data(bad.to_string()))?;
    let scenario = found.checked(&profile)?;
    let how = &run.play.how;
    let entropy = crate::world::SystemEntropy::new();
    let chosen = crate::node::exercise::choose(&dir, scenario.name(), how.seed, &SystemClock, entropy)?;
    Stage::new(&found, scenario, chosen, (&dir, &profile), (how.speed, &how.hands_on))
}

fn tell_opened(node: &Node) {
    for (name, opened) in &node.opened {
        if let Some(cut) = &opened.cut {
            tracing::warn!(log = name, place = %cut.place, bytes = cut.bytes, "a torn tail was cut; nothing of it had been acknowledged");
        }
    }
}

async fn serve(run: &Run, node: &Arc<Node>, stage: Option<Stage>) -> Result<(), Fault> {
    let bind = |error: std::io::Error| Fault::data(format!("can't listen on {}: {error}", run.listen));
    let listener = TcpListener::bind(run.listen).await.map_err(bind)?;
    let address = listener.local_addr().map_err(bind)?;
    // INVARIANT: in the clear on loopback only.
    let tls = match address.ip().is_loopback() {
        true => None,
        false => Some(tls::prepare(&node.dir, &node.config.name, address, &run.hosts)?),
    };
    // The player comes by the same door as everybody; where that speaks TLS, by one of its own on loopback.
    let inner = match (&stage, &tls) {
        (Some(_), Some(_)) => Some(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(bind)?),
        _ => None,
    };
    let inner_address = inner.as_ref().map(TcpListener::local_addr).transpose()?;
    let mut config = config(run, node, address, tls.is_some());
    config.hosts.extend(inner_address.map(|address| address.to_string()));
    let places = Places::new();
    let house = house(node, config, &places)?;
    let (stop, stopped) = watch::channel(false);
    let open = |listener, tls| {
        tokio::spawn(door::open(listener, tls, router(&house), (places.clone(), stopped.clone())))
    };
    let front = open(listener, tls.as_ref().map(|tls| tls.config.clone()));
    let inner_door = inner.map(|inner| open(inner, None));
    let socket = operator_socket(&node.dir)?;
    let operator =
        axum::serve(socket, operator_router(&house)).with_graceful_shutdown(until(stopped.clone()));
    let operator = tokio::spawn(operator.into_future());
    let figures = open_figures(run.metrics_listen, &house, stopped.clone()).await?;
    let invented = stage.as_ref().map(|stage| stage.register.clone()).unwrap_or_default();
    let listening = listen(run, node, &house, invented).await?;
    // Nobody waits for them: a provider that does not answer keeps nobody else out.
    tokio::spawn(Arc::clone(&house).greet_providers());
    let tending = tokio::spawn(Arc::clone(&house).tend());
    let timers = tokio::spawn(keep_time(Arc::clone(node), stopped));
    let people = stage.as_ref().map(Stage::people).transpose()?.unwrap_or_default();
    // Before anybody is told that the node runs: from then on a signal has to mean an orderly stop.
    let signals = Signals::listen(run.log_file.as_deref())?;
    greet(run, node, &house, address, (tls.as_ref(), &people))?;
    service::tell("READY=1");
    let playing =
        stage.map(|stage| stage.play(node, &house, inner_address.unwrap_or(address))).transpose()?;
    signals.come().await;
    service::tell("STOPPING=1");
    // Whoever started the node may have stopped reading long ago.
    let _ = writeln!(std::io::stdout(), "Stopping.");
    end_playing(playing).await;
    end_listening(listening).await;
    house.stop();
    // An error means that nobody listens any more, which is what is wanted.
    let _ = stop.send(true);
    let all = async {
        if let Some(inner) = inner_door {
            let _ = inner.await;
        }
        tokio::join!(front, operator, figures, tending, timers)
    };
    if tokio::time::timeout(GRACE, all).await.is_err() {
        tracing::warn!("some requests did not end in time and were cut off");
    }
    Ok(())
}

/// The doors of a node, with what they need of its folder.
fn house(node: &Arc<Node>, config: Config, places: &Places) -> Result<Arc<House>, Fault> {
    let vault = SealedFile::new(&node.dir, &Keys::read(&node.dir)?, Arc::clone(node.desk.entropy()))?;
    Ok(House::new(Parts {
        desk: Arc::clone(&node.desk),
        config,
        keep: Box::new(SessionFile(node.dir.sessions())),
        accounts: vault.load()?,
        vault: Box::new(vault),
        providers: providers::providers(&node.dir, node.desk.profile())?,
        assets: Box::new(Console),
        machine: Box::new(OnDisk::new(node, places)),
    }))
}

async fn end_listening(listening: Sources) {
    if tokio::task::spawn_blocking(move || listening.close()).await.is_err() {
        tracing::error!("closing the sources ended in a bug");
    }
}

/// Opens what the register of sources lists. Off the tasks: it writes the register first.
async fn listen(
    run: &Run,
    node: &Arc<Node>,
    house: &Arc<House>,
    invented: Vec<Listed>,
) -> Result<Sources, Fault> {
    let mut listed = sources::listed(&node.dir, run.sources.as_deref(), node.desk.profile())?;
    let twice = |one: &&Listed| listed.iter().any(|other| other.source.code == one.source.code);
    if let Some(twice) = invented.iter().find(twice) {
        let code = &twice.source.code;
        return Err(Fault::usage(format!(
            "the exercise invents a source `{code}`, and the register lists one"
        )));
    }
    listed.extend(invented);
    if !listed.is_empty() {
        tracing::info!(sources = listed.len(), "listening to the sources of the register");
    }
    let (node, house) = (Arc::clone(node), Arc::clone(house));
    let open = move || Sources::open(&house, listed, &node.dir.intake(), node.config.exercise.as_ref());
    let opened = tokio::task::spawn_blocking(open).await;
    let opened = opened.map_err(|_| Fault::data("opening the sources ended in a bug"))?;
    opened.map_err(|failure| Fault::data(format!("the register of sources can't be written: {failure}")))
}

fn config(run: &Run, node: &Node, address: SocketAddr, tls: bool) -> Config {
    let kind = if node.config.exercise_only { NodeKind::ExerciseOnly } else { NodeKind::Operational };
    let port = address.port();
    let mut hosts = vec![address.to_string(), format!("localhost:{port}")];
    hosts.extend(run.hosts.iter().flat_map(|host| [host.clone(), format!("{host}:{port}")]));
    let public =
        run.public_url.as_deref().and_then(|url| url.split_once("://")).map(|(_, host)| host.to_owned());
    hosts.extend(public);
    let mut origins: Vec<String> = hosts.iter().map(|host| format!("{}://{host}", scheme(tls))).collect();
    origins.extend(run.public_url.clone());
    Config {
        node: node.config.name.clone(),
        exercise_only: node.config.exercise_only,
        front: node.config.exercise.clone(),
        hosts,
        origins,
        tls,
        public_address: run.public_url.clone(),
        entry: EntryPolicy::for_node(kind),
        operator: operator_seat(node),
        paces: Paces::default(),
    }
}

fn scheme(tls: bool) -> &'static str {
    if tls { "https" } else { "http" }
}

/// Prints where to look: one line a person, with a link that lets exactly one browser in.
fn greet(
    run: &Run,
    node: &Node,
    house: &House,
    address: SocketAddr,
    (tls, invented): (Option<&Tls>, &[DemoPerson]),
) -> Result<(), Fault> {
    let mut out = std::io::stdout().lock();
    let name = run.hosts.first().map_or("localhost", String::as_str);
    let base = format!("{}://{name}:{}", scheme(tls.is_some()), address.port());
    writeln!(
        out,
        "Kulla `{}` is running on {base} with the data in {}.",
        node.config.name,
        run.data.display()
    )?;
    if let Some(exercise) = &node.config.exercise {
        writeln!(out, "EXERCISE `{exercise}`: nothing here is real, and nothing leaves this machine.")?;
        writeln!(out, "\nEnter as (each link works once, for 15 minutes):")?;
        let people = node.desk.profile().people.demo.iter().chain(invented);
        for demo in people.filter(|demo| !demo.link.is_empty()) {
            let Some(principal) = crate::play::principal(node, demo) else { continue };
            let link = house.invite(principal, &demo.purpose, Some(exercise));
            let name = demo.link.get("en").unwrap_or(&demo.code);
            match link {
                Ok(path) => writeln!(out, "  {name:<34} {base}{path}")?,
                Err(refusal) => writeln!(out, "  {name:<34} no link: {refusal}")?,
            }
        }
    }
    if let Some(tls) = tls {
        writeln!(out, "\nBrowsers have to trust {} once.", tls.ca.display())?;
    }
    writeln!(out, "\nPeople log in at     {base}/login")?;
    writeln!(out, "The public sees      {base}/")?;
    writeln!(out, "CAP feed             {base}/feeds/cap.atom")?;
    writeln!(out, "Bring in a message   kulla ingest cap --data {} FILE", run.data.display())?;
    if let Some(scenario) = &run.play.exercise {
        tell_exercise(&mut out, run, scenario)?;
    }
    writeln!(out, "Stop with Ctrl-C.")?;
    out.flush()?;
    Ok(())
}

/// Before the doors close: what the player is doing now may still wait for an answer of this node.
async fn end_playing(playing: Option<Playing>) {
    let Some(playing) = playing else { return };
    let stopped = tokio::task::spawn_blocking(move || playing.stop());
    if tokio::time::timeout(GRACE, stopped).await.is_err() {
        tracing::warn!(
            "the exercise player did not stop in time; it goes on where it stood at the next start"
        );
    }
}

fn tell_exercise(out: &mut impl Write, run: &Run, scenario: &str) -> Result<(), Fault> {
    let people = &run.play.how.hands_on;
    match people.is_empty() {
        true => writeln!(out, "\nThe exercise `{scenario}` plays all roles by itself.")?,
        false => writeln!(
            out,
            "\nThe exercise `{scenario}` leaves to people: {}. What they owe does not happen without them.",
            people.join(", ")
        )?,
    }
    writeln!(out, "A role is taken over and given back in the console, in the band at the top.")?;
    writeln!(out, "Measure it           kulla exercise report {}", run.data.display())?;
    Ok(())
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // The sender goes only after it has said so.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Ctrl-C and SIGTERM. Meanwhile SIGHUP opens the log file anew; without one it ends the program, as ever.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
    again: Option<Signal>,
}

impl Signals {
    fn listen(log_file: Option<&Path>) -> std::io::Result<Signals> {
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            again: log_file.map(|_| signal(SignalKind::hangup())).transpose()?,
        })
    }

    async fn come(mut self) {
        loop {
            let hung_up = async {
                match &mut self.again {
                    Some(again) => again.recv().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = self.interrupt.recv() => return,
                _ = self.terminate.recv() => return,
                _ = hung_up => said::open_again(),
            }
        }
    }
}

/// Figures over TCP, if wanted: in the clear, so on loopback only.
async fn open_figures(
    listen: Option<SocketAddr>,
    house: &Arc<House>,
    stopped: watch::Receiver<bool>,
) -> Result<JoinHandle<()>, Fault> {
    let Some(listen) = listen else { return Ok(tokio::spawn(until(stopped))) };
    if !listen.ip().is_loopback() {
        return Err(Fault::usage(format!(
            "--metrics-listen {listen}: figures tell of what no session may see, so they are served on loopback only"
        )));
    }
    let bind =
        |error: std::io::Error| Fault::data(format!("can't listen on {listen} for figures: {error}"));
    let listener = TcpListener::bind(listen).await.map_err(bind)?;
    let address = listener.local_addr().map_err(bind)?;
    writeln!(std::io::stdout(), "Figures are on http://{address}/metrics")?;
    let router = figures_router(house, vec![address.to_string(), format!("localhost:{}", address.port())]);
    Ok(tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(until(stopped)).await {
            tracing::error!(%error, "figures are no longer served");
        }
    }))
}

/// Timers of the desk every second, heads of the logs on their own fixed clock.
async fn keep_time(node: Arc<Node>, mut stopped: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(TICK);
    let mut heads = kulla_log::CheckpointClock::new(CHECKPOINT_EVERY_MS);
    let mut patrol = Patrol::default();
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return,
            _ = tick.tick() => {}
        }
        let due = heads.is_due(node.desk.clock().unix_ms());
        let node = Arc::clone(&node);
        let done = tokio::task::spawn_blocking(move || {
            if let Err(failure) = node.desk.tick() {
                tracing::error!(%failure, "what should lapse could not");
            }
            if due && let Err(fault) = checkpoints::sign(&node) {
                tracing::error!(%fault, "the heads of the logs could not be signed");
            }
            patrol.step(&node.logs);
            patrol
        });
        patrol = done.await.unwrap_or_else(|_| {
            tracing::error!("a timer ended in a bug");
            Patrol::default()
        });
    }
}

/// The operator's own socket: only the account that runs the node may open it.
fn operator_socket(dir: &NodeDir) -> Result<UnixListener, Fault> {
    remove_socket(dir);
    let socket = UnixListener::bind(dir.socket())
        .map_err(|error| Fault::data(format!("the operator's socket: {error}")))?;
    restrict(dir)?;
    Ok(socket)
}

fn restrict(dir: &NodeDir) -> Result<(), Fault> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::set_permissions(dir.socket(), std::fs::Permissions::from_mode(0o600))?)
}
