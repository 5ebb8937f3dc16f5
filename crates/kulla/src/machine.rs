//! What the doors ask of the machine: sessions over a restart, proofs, the disk, and figures for the operator.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use kulla_gateways::metrics::{Page, quoted};
use kulla_gateways::{Keep, LogHead, Machine};
use kulla_guard::sessions::Snapshot;

use crate::checkpoints;
use crate::commands::run::door::Places;
use crate::node::measure::Measured;
use crate::node::open::Node;
use crate::world::Moment;

/// Sessions over a restart: hashes only.
pub struct SessionFile(pub PathBuf);

impl Keep for SessionFile {
    fn load(&self) -> Option<Snapshot> {
        serde_json::from_slice(&fs::read(&self.0).ok()?).ok()
    }

    fn save(&self, snapshot: &Snapshot) -> std::io::Result<()> {
        let fresh = self.0.with_extension("new");
        let mut file =
            fs::OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&fresh)?;
        file.write_all(&serde_json::to_vec(snapshot).map_err(std::io::Error::other)?)?;
        file.sync_all()?;
        fs::rename(fresh, &self.0)?;
        // The name is on disk only once its folder is.
        self.0.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
    }
}

/// Proofs and the disk, for the operator's socket and the health cells.
pub struct OnDisk {
    node: Arc<Node>,
    damaged: AtomicBool,
    started: Moment,
    places: Places,
}

impl OnDisk {
    /// For an open node, with the places of its connections.
    pub fn new(node: &Arc<Node>, places: &Places) -> OnDisk {
        OnDisk {
            node: Arc::clone(node),
            damaged: AtomicBool::new(false),
            started: Moment::now(),
            places: places.clone(),
        }
    }
}

impl Machine for OnDisk {
    fn checkpoint(&self, log: &str) -> Option<Vec<u8>> {
        self.node.log(log)?;
        checkpoints::newest(&self.node.dir, log)
    }

    fn tile(&self, log: &str, path: &str) -> Option<Vec<u8>> {
        let tile = kulla_log::tile::TileId::parse(&format!("tile/{path}"))?;
        self.node
            .log(log)?
            .reader()
            .tile(tile)
            .inspect_err(|_| self.damaged.store(true, Ordering::Relaxed))
            .ok()?
    }

    fn heads(&self) -> Vec<LogHead> {
        let head = |name: &str| {
            let head = checkpoints::head(&self.node.dir, name)?;
            let root = head.root.iter().map(|byte| format!("{byte:02x}")).collect();
            Some(LogHead { name: name.to_owned(), size: head.size, root, at: self.signed_at(name) })
        };
        self.node.logs.iter().filter_map(|(entry, _)| head(&entry.name)).collect()
    }

    fn sealed_at(&self) -> Option<Timestamp> {
        let content = self
            .node
            .logs
            .iter()
            .rev()
            .find(|(entry, _)| entry.exercise.is_some() || entry.name == "ops")?;
        self.signed_at(&content.0.name)
    }

    fn disk_full(&self) -> bool {
        self.node.logs.iter().any(|(_, handle)| handle.figures().read_only)
    }

    fn records_ok(&self) -> bool {
        let faults = self.node.logs.iter().any(|(_, handle)| handle.figures().read_faults > 0);
        !faults && !self.damaged.load(Ordering::Relaxed)
    }

    fn room_bytes(&self) -> Option<u64> {
        let found = rustix::fs::statvfs(self.node.dir.root()).ok()?;
        Some(found.f_bavail.saturating_mul(found.f_frsize))
    }

    fn figures(&self, page: &mut Page) {
        let version = format!("version=\"{}\"", quoted(env!("CARGO_PKG_VERSION")));
        page.gauge("kulla_build", "What program this is", [(version, 1)]);
        page.gauge(
            "kulla_up_seconds",
            "Since the start",
            [(String::new(), self.started.elapsed().as_secs())],
        );
        logs(page, &self.node.measured);
        self.ages(page);
        self.disk(page);
        process(page);
        self.places.figures(page);
    }
}

impl OnDisk {
    fn signed_at(&self, log: &str) -> Option<Timestamp> {
        let modified = fs::metadata(self.node.dir.log(log).join("checkpoint")).ok()?.modified().ok()?;
        Timestamp::try_from(modified).ok()
    }

    /// How old what protects the node is; nothing is shown for what was never made.
    fn ages(&self, page: &mut Page) {
        let now = self.node.desk.clock().unix_ms();
        let age = |path: PathBuf| {
            let at = fs::metadata(path).and_then(|found| found.modified()).ok()?;
            let at = at.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs();
            Some((now / 1_000).saturating_sub(at))
        };
        let dir = &self.node.dir;
        let heads = self
            .node
            .measured
            .iter()
            .filter_map(|log| Some((label(log), age(dir.log(&log.name).join("checkpoint"))?)));
        let help = "Since the newest head of a log was signed; it grows while nothing is written";
        page.gauge("kulla_checkpoint_age_seconds", help, heads);
        let kept = age(dir.last_backup()).map(|age| (String::new(), age));
        page.gauge("kulla_backup_age_seconds", "Since the last `kulla backup` of this node", kept);
    }

    fn disk(&self, page: &mut Page) {
        // A file system that says nothing shows nothing.
        let Ok(found) = rustix::fs::statvfs(self.node.dir.root()) else { return };
        let bytes = |blocks: u64| [(String::new(), blocks.saturating_mul(found.f_frsize))];
        page.gauge("kulla_disk_free_bytes", "What the node may still write", bytes(found.f_bavail));
        page.gauge("kulla_disk_bytes", "The size of its file system", bytes(found.f_blocks));
        page.gauge(
            "kulla_disk_free_inodes",
            "Files that may still be made",
            [(String::new(), found.f_favail)],
        );
    }
}

fn label(log: &Measured) -> String {
    format!("log=\"{}\"", quoted(&log.name))
}

fn logs(page: &mut Page, logs: &[Measured]) {
    let spans = || logs.iter().map(|log| (label(log), &log.spans));
    page.histogram(
        "kulla_log_sync_seconds",
        "One sync of a segment to the disk",
        spans().map(|(label, spans)| (label, &spans.sync)),
    );
    page.histogram(
        "kulla_durable_seconds",
        "From the desk's hand until a group of records is durable",
        spans().map(|(label, spans)| (label, &spans.durable)),
    );
    page.histogram(
        "kulla_visible_seconds",
        "From durable until the picture shows it",
        spans().map(|(label, spans)| (label, &spans.visible)),
    );
    let skipped = spans().map(|(label, spans)| (label, spans.skipped.load(Ordering::Relaxed)));
    let help = "Batches that found the picture's queue full and are read from the log again";
    page.counter("kulla_picture_skipped_batches_total", help, skipped);
    let figures: Vec<_> = logs.iter().map(|log| (label(log), log.handle.figures())).collect();
    let of = |value: fn(&kulla_log::Figures) -> u64| {
        let values: Vec<_> =
            figures.iter().map(|(label, figures)| (label.clone(), value(figures))).collect();
        values
    };
    page.counter("kulla_log_appended_total", "Records made durable since the start", of(|f| f.appended));
    page.counter("kulla_log_batches_total", "Writes with their sync", of(|f| f.batches));
    page.counter(
        "kulla_log_waited_total",
        "Appends that waited for a place in the queue",
        of(|f| f.waited),
    );
    page.counter("kulla_log_busy_total", "Appends refused because the queue stayed full", of(|f| f.busy));
    page.counter("kulla_log_refused_total", "Groups refused because the disk refused", of(|f| f.refused));
    page.gauge("kulla_log_queue_records", "Records that wait to be written", of(|f| f.queued));
    let help = "1 while the disk refuses: reading goes on, writing does not";
    page.gauge("kulla_log_read_only", help, of(|f| u64::from(f.read_only)));
}

/// What the kernel says of this process.
fn process(page: &mut Page) {
    let open = fs::read_dir("/proc/self/fd").map(|files| (String::new(), files.count()));
    page.gauge("kulla_open_files", "Files and sockets that are open", open);
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    page.gauge(
        "kulla_open_files_max",
        "Files and sockets that may be",
        limit.map(|limit| (String::new(), limit)),
    );
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse().ok());
    let bytes = resident.map(|kib: u64| (String::new(), kib * 1_024));
    page.gauge("kulla_resident_bytes", "Memory in use", bytes);
}
