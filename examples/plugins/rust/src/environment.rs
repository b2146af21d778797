// SPDX-License-Identifier: Apache-2.0
//! A folder, and the groups of processes that run in it.

use crate::execution::Execution;
use crate::pb::environment::State;
use crate::pb::{CreateEnvironmentRequest, Environment as Message, Layout, Owner, Paths};
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs};

pub const DAY: Duration = Duration::from_secs(86_400);

/// Ends the process groups that it was told of last, and a folder, when the plugin lets go of it or is gone.
const CARETAKER: &str = r#"trap '' INT TERM
while read -r line; do groups=$line; done
kill -9 $groups; chmod -R u+rwX "$0"; rm -rf "$0""#;

pub struct Environment {
    pub request: CreateEnvironmentRequest,
    pub executions: Mutex<HashMap<String, Arc<Execution>>>,
    layout: Layout,
    standing: Mutex<Standing>,
    groups: Mutex<Groups>,
    caretaker: Mutex<Child>,
}

struct Standing {
    state: State,
    problem: String,
    lease_end: SystemTime,
    removed: Option<Instant>,
}

struct Groups {
    alive: HashSet<u32>,
    caretaker: Option<ChildStdin>,
}

impl Environment {
    pub fn make(request: CreateEnvironmentRequest, base: &Path, platform: (&str, &str)) -> io::Result<Environment> {
        let root = base.join(&request.environment_id);
        let inside = |name: &str| root.join(name).to_string_lossy().into_owned();
        let name = request.plan.as_ref().map_or("", |plan| plan.name.as_str());
        let usual = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
        let name: String = name.chars().map(usual).collect();
        let name = name.trim_matches('.');
        let paths = Paths {
            workspace: inside(&format!("work/{}", if name.is_empty() { "work" } else { name })),
            temp: inside("temp"),
            tool_cache: inside("tools"),
            actions: inside("actions"),
        };
        for folder in [&paths.workspace, &paths.temp, &paths.tool_cache, &paths.actions] {
            fs::create_dir_all(folder)?;
        }
        let path = env::var("PATH").unwrap_or_else(|_| "/usr/local/bin:/usr/bin:/bin".into());
        let layout = Layout {
            os: platform.0.into(),
            arch: platform.1.into(),
            env: [("PATH".into(), path), ("HOME".into(), inside(""))].into(),
            paths: Some(paths),
        };
        let mut caretaker = Command::new("sh")
            .args(["-c", CARETAKER])
            .arg(&root)
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let groups = Groups { alive: HashSet::new(), caretaker: caretaker.stdin.take() };
        let standing =
            Standing { state: State::Ready, problem: String::new(), lease_end: SystemTime::now(), removed: None };
        let made = Environment {
            request,
            executions: Mutex::default(),
            layout,
            standing: Mutex::new(standing),
            groups: Mutex::new(groups),
            caretaker: Mutex::new(caretaker),
        };
        made.renew(made.request.lease);
        Ok(made)
    }

    /// Counts a lease from now, within the limits that are declared and the bound that was asked for.
    pub fn renew(&self, lease: Option<prost_types::Duration>) {
        let lease = lease.and_then(|lease| Duration::try_from(lease).ok()).unwrap_or_default();
        let end = SystemTime::now() + lease.clamp(Duration::from_secs(1), DAY);
        let until = self.request.until.and_then(|until| SystemTime::try_from(until).ok());
        self.standing.lock().unwrap().lease_end = until.map_or(end, |until| until.min(end));
    }

    pub fn state(&self) -> State {
        self.standing.lock().unwrap().state
    }

    pub fn owner(&self) -> Owner {
        self.request.owner.clone().unwrap_or_default()
    }

    pub fn is_due(&self) -> bool {
        let standing = self.standing.lock().unwrap();
        standing.state == State::Ready && SystemTime::now() > standing.lease_end
    }

    pub fn is_long_gone(&self) -> bool {
        let removed = self.standing.lock().unwrap().removed;
        removed.is_some_and(|removed| removed.elapsed() > Duration::from_secs(600))
    }

    /// Returns why nothing can run in it any more.
    pub fn lost(&self) -> Option<String> {
        let standing = self.standing.lock().unwrap();
        (standing.state != State::Ready).then(|| standing.problem.clone())
    }

    pub fn message(&self) -> Message {
        let standing = self.standing.lock().unwrap();
        Message {
            id: self.request.environment_id.clone(),
            state: standing.state.into(),
            owner: self.request.owner.clone(),
            lease_end: Some(standing.lease_end.into()),
            layout: (standing.state == State::Ready).then(|| self.layout.clone()),
            access: Vec::new(),
            problem: standing.problem.clone(),
        }
    }

    pub fn has(&self, group: u32) -> bool {
        self.groups.lock().unwrap().alive.contains(&group)
    }

    /// Signals a group of processes, and tells the caretaker whether there is any left.
    pub fn signal(&self, group: u32, number: i32) {
        let mut groups = self.groups.lock().unwrap();
        // SAFETY: only numbers go in and out.
        let alive = unsafe { libc::kill(-(group as i32), number) } == 0;
        let Groups { alive: all, caretaker } = &mut *groups;
        if alive { all.insert(group) } else { all.remove(&group) };
        let line: String = all.iter().map(|group| format!("-{group} ")).collect();
        if let Some(caretaker) = caretaker {
            // A caretaker that is gone has done its work.
            let _ = writeln!(caretaker, "{line}");
        }
    }

    /// Ends all that runs in it, and deletes it.
    pub async fn end(self: Arc<Self>, problem: &str) {
        {
            let mut standing = self.standing.lock().unwrap();
            standing.state = State::Removing;
            standing.problem = problem.into();
        }
        self.groups.lock().unwrap().caretaker = None;
        let _ = tokio::task::spawn_blocking(move || {
            let _ = self.caretaker.lock().unwrap().wait();
            let mut standing = self.standing.lock().unwrap();
            standing.state = State::Removed;
            standing.removed.get_or_insert_with(Instant::now);
            self.executions.lock().unwrap().clear();
        })
        .await;
    }
}
