//! How fast formats of others are read: FollowTheMoney, and officers of Companies House, of a generated set of a
//! million seats. Bytes are those of the file.
#![allow(unreachable_pub, reason = "nothing is exported from here")]

use std::fmt::Write;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use interlocks::dataset::{Dataset, Synthetic};

/// The allocator of the binary: what a user waits for is timed.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A file that is made once.
fn file(name: &str, write: impl FnOnce(&Dataset) -> Vec<u8>) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = root.join(name);
    if !path.exists() {
        let folder = root.join("formats-1000000");
        std::fs::create_dir_all(&folder).expect("the target folder is ours");
        Synthetic { seats: 1_000_000, seed: 1, exact: true }.write(&folder).expect("the target folder is ours");
        let data = Dataset::open(&folder).expect("it was generated");
        std::fs::write(&path, write(&data)).expect("the target folder is ours");
    }
    path
}

fn entities(data: &Dataset) -> Vec<u8> {
    let mut lines = Vec::new();
    data.write_followthemoney(&mut lines).expect("memory takes it");
    lines
}

/// The seats as events of the stream of Companies House.
fn officers(data: &Dataset) -> Vec<u8> {
    let mut lines = String::new();
    for (at, seat) in data.iter_seats().enumerate() {
        let start = seat.start.map_or(String::new(), |date| date.to_string());
        let end = seat.end.date().map_or(String::new(), |date| format!(r#""resigned_on":"{date}","#));
        let (person, company) = (&seat.person, &seat.company);
        writeln!(
            lines,
            r#"{{"resource_kind":"company-officers","resource_uri":"/company/{company}/appointments/a{at}","data":{{"address":{{"address_line_1":"1 High Street","locality":"London","postal_code":"SW1A 1AA"}},"appointed_on":"{start}",{end}"country_of_residence":"England","date_of_birth":{{"month":3,"year":1960}},"links":{{"officer":{{"appointments":"/officers/{person}/appointments"}},"self":"/company/{company}/appointments/a{at}"}},"name":"SMITH, Ann {person}","nationality":"British","occupation":"Director","officer_role":"director"}}}}"#
        )
        .expect("memory takes it");
    }
    lines.into_bytes()
}

fn formats(c: &mut Criterion) {
    let mut group = c.benchmark_group("formats");
    group.sample_size(10);
    for (name, path) in [
        ("FollowTheMoney", file("entities.ftm.json", entities)),
        ("Companies House officers", file("officers.jsonl", officers)),
    ] {
        let bytes = std::fs::metadata(&path).expect("it was just written").len();
        group.throughput(Throughput::Bytes(bytes));
        group.bench_function(name, |b| b.iter(|| black_box(Dataset::open(&path).expect("it is whole"))));
    }
}

criterion_group!(benches, formats);
criterion_main!(benches);
