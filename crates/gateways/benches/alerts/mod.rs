//! Alerts for benches, and the least that any program would do with them. The bench of the gateway and that of the
//! built program read the same ones.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write as _};
use std::net::IpAddr;
use std::path::Path;

use serde::Deserialize;

/// Alerts as a sensor writes them, about a kilobyte each, of 40 rules from 250 networks, ten thousand a second from
/// `from_s` on. Gives the bytes of the file.
pub fn write_alerts(path: &Path, alerts: u64, from_s: u64) -> io::Result<u64> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut line = String::new();
    for n in 0..alerts {
        line.clear();
        let second = i64::try_from(from_s + n / 10_000).unwrap_or_default();
        let time = jiff::Timestamp::from_second(second).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let time = time.strftime("%Y-%m-%dT%H:%M:%S");
        let _ = writeln!(
            line,
            concat!(
                r#"{{"timestamp":"{}.{:06}+0000","flow_id":{},"in_iface":"eth1","event_type":"alert","src_ip":"203.0.{}.{}","#,
                r#""src_port":{},"dest_ip":"192.0.2.{}","dest_port":80,"proto":"TCP","pkt_src":"wire/pcap","community_id":"#,
                r#""1:LQU9qZlK+B5F3KDmev6m5PMibrg=","tx_id":0,"alert":{{"action":"allowed","gid":1,"signature_id":{},"rev":14,"#,
                r#""signature":"TEST suspicious inbound to port {}","category":"Potentially Bad Traffic","severity":2,"metadata":"#,
                r#"{{"affected_product":["Web_Server"],"attack_target":["Server"],"created_at":["2010_07_30"]}}}},"http":"#,
                r#"{{"hostname":"example.org","url":"\/index.php?id={}","http_user_agent":"Mozilla\/5.0 (X11)","http_method":"GET","#,
                r#""http_content_type":"text\/html","protocol":"HTTP\/1.1","status":200,"length":1024}},"app_proto":"http","#,
                r#""direction":"to_server","flow":{{"pkts_toserver":5,"pkts_toclient":4,"bytes_toserver":642,"bytes_toclient":1893,"#,
                r#""start":"2026-03-01T10:00:00.000000+0000","src_ip":"203.0.113.1","dest_ip":"192.0.2.1","src_port":40000,"dest_port":80}}}}"#
            ),
            time,
            n % 1_000_000,
            1_000_007 * n,
            n % 250,
            n % 200,
            1_024 + n % 60_000,
            n % 250,
            2_010_935 + n % 40,
            n % 1_000,
            n,
        );
        file.write_all(line.as_bytes())?;
    }
    Ok(file.into_inner().map_err(io::IntoInnerError::into_error)?.metadata()?.len())
}

#[derive(Deserialize)]
struct Event {
    timestamp: String,
    event_type: String,
    src_ip: Option<IpAddr>,
    dest_ip: Option<IpAddr>,
    alert: Option<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    gid: u32,
    signature_id: u64,
    signature: String,
}

/// Generator, signature, and the networks of source and target.
type Group = (u32, u64, u32, u32);

/// What any program would do: so many alerts were counted.
pub fn reference(path: &Path) -> io::Result<u64> {
    let net = |ip: Option<IpAddr>| match ip {
        Some(IpAddr::V4(ip)) => ip.to_bits() >> 8,
        _ => 0,
    };
    let mut groups: HashMap<Group, (u64, String, String)> = HashMap::new();
    for line in BufReader::with_capacity(256 << 10, File::open(path)?).lines() {
        let Ok(event) = serde_json::from_str::<Event>(&line?) else { continue };
        let Some(alert) = event.alert.filter(|_| event.event_type == "alert") else { continue };
        let key = (alert.gid, alert.signature_id, net(event.src_ip), net(event.dest_ip));
        let group = groups.entry(key).or_insert_with(|| (0, alert.signature, String::new()));
        group.0 += 1;
        group.2 = event.timestamp;
    }
    Ok(groups.values().map(|(count, ..)| count).sum())
}
