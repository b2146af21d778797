// SPDX-License-Identifier: Apache-2.0
//! A command, and what it wrote that no reader has called durable.

use crate::environment::Environment;
use crate::pb::{result::How, EnvironmentLost, NotStarted, Result as Outcome, StartRequest};
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe;
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::{watch, Mutex as AsyncMutex};
use tokio::time::{sleep, timeout};

/// How many bytes of output are kept for readers.
pub const ROOM: usize = 4 << 20;
/// How long what a command left behind may hold its output open.
const GRACE: Duration = Duration::from_secs(5);
/// No pipe holds more.
const PIPE: usize = 1 << 20;

pub struct Execution {
    pub request: StartRequest,
    pub input: AsyncMutex<Option<ChildStdin>>,
    group: Option<u32>,
    output: AsyncMutex<Option<pipe::Receiver>>,
    kept: Mutex<Kept>,
    result: watch::Sender<Option<(Outcome, Instant)>>,
}

/// Output from position `start` on.
struct Kept {
    start: usize,
    bytes: Vec<u8>,
    open: bool,
    signalled: bool,
}

/// What a reader finds at a position.
pub enum Found {
    Bytes(Vec<u8>),
    End(Outcome),
    Nothing,
    NotKept,
}

impl Execution {
    pub fn start(request: StartRequest, environment: &Arc<Environment>) -> Arc<Execution> {
        match spawn(&request) {
            Ok((mut child, output)) => {
                let run = Arc::new(Execution::new(request, child.stdin.take(), child.id(), Some(output)));
                environment.signal(run.group.unwrap_or_default(), 0);
                tokio::spawn(run.clone().wait(child, environment.clone()));
                run
            }
            Err(failure) => {
                let missing = matches!(failure.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
                let code = if missing { 127 } else { 126 };
                let problem = format!("`{}`: {failure}", request.command[0]);
                let run = Execution::new(request, None, None, None);
                run.end(How::NotStarted(NotStarted { code, problem }));
                Arc::new(run)
            }
        }
    }

    fn new(
        request: StartRequest,
        input: Option<ChildStdin>,
        group: Option<u32>,
        output: Option<pipe::Receiver>,
    ) -> Execution {
        let kept = Kept { start: 0, bytes: Vec::new(), open: output.is_some(), signalled: false };
        Execution {
            request,
            input: AsyncMutex::new(input),
            group,
            output: AsyncMutex::new(output),
            kept: Mutex::new(kept),
            result: watch::Sender::new(None),
        }
    }

    async fn wait(self: Arc<Self>, mut child: Child, environment: Arc<Environment>) {
        let mut late = false;
        let limit = self.request.limit.and_then(|limit| Duration::try_from(limit).ok());
        if let Some(limit) = limit {
            late = timeout(limit, child.wait()).await.is_err();
        }
        if late {
            self.signal(libc::SIGKILL, &environment);
        }
        let status = child.wait().await;
        // Who was asked to end leaves nothing behind.
        let signalled = self.kept.lock().unwrap().signalled;
        environment.signal(self.group.unwrap_or_default(), if signalled { libc::SIGKILL } else { 0 });
        self.end(match (environment.lost(), status) {
            (Some(problem), _) => How::EnvironmentLost(EnvironmentLost { problem }),
            _ if late => How::TimedOut(self.request.limit.unwrap_or_default()),
            (_, Ok(status)) => how(status),
            (_, Err(failure)) => How::EnvironmentLost(EnvironmentLost { problem: failure.to_string() }),
        });
    }

    fn end(&self, how: How) {
        self.result.send_replace(Some((Outcome { how: Some(how) }, Instant::now() + GRACE)));
    }

    pub fn result(&self) -> Option<Outcome> {
        self.result.borrow().as_ref().map(|(result, _)| result.clone())
    }

    pub async fn ended(&self, patience: Duration) {
        let _ = timeout(patience, self.result.subscribe().wait_for(Option::is_some)).await;
    }

    pub fn signal(&self, number: i32, environment: &Environment) {
        if let Some(group) = self.group {
            if self.result().is_none() || number == libc::SIGKILL && environment.has(group) {
                self.kept.lock().unwrap().signalled = true;
                environment.signal(group, number);
            }
        }
    }

    /// Returns what is kept at a position, after forgetting what is durable.
    pub fn find(&self, at: usize, durable: usize, most: usize) -> Found {
        let mut kept = self.kept.lock().unwrap();
        let stored = durable.saturating_sub(kept.start).min(kept.bytes.len());
        kept.bytes.drain(..stored);
        kept.start += stored;
        match at.checked_sub(kept.start) {
            Some(ahead) if ahead < kept.bytes.len() => {
                Found::Bytes(kept.bytes[ahead..].iter().take(most).copied().collect())
            }
            Some(ahead) if ahead == kept.bytes.len() => match self.result() {
                Some(result) if !kept.open => Found::End(result),
                _ => Found::Nothing,
            },
            _ => Found::NotKept,
        }
    }

    /// Moves output from the pipe to what is kept. Without room it stays there, and the command waits.
    pub async fn take(&self) {
        let (open, full) = {
            let kept = self.kept.lock().unwrap();
            (kept.open, kept.bytes.len() >= ROOM)
        };
        if !open || full {
            return sleep(Duration::from_millis(5)).await;
        }
        let last = self.result.borrow().as_ref().is_some_and(|(_, closing)| Instant::now() > *closing);
        let mut buffer = Vec::with_capacity(PIPE);
        let mut output = self.output.lock().await;
        let Some(pipe) = output.as_mut() else { return };
        let patience = Duration::from_millis(if last { 1 } else { 100 });
        let read = timeout(patience, pipe.read_buf(&mut buffer)).await;
        let mut kept = self.kept.lock().unwrap();
        kept.bytes.extend_from_slice(&buffer);
        kept.open = kept.open && !last && !matches!(read, Ok(Ok(0) | Err(_)));
    }
}

fn how(status: ExitStatus) -> How {
    match (status.code(), status.signal()) {
        (Some(code), _) => How::Exited(code as u32),
        (None, signal) => How::Signalled(signal.unwrap_or_default() as u32),
    }
}

/// Starts a command in a group of its own, both its streams in one pipe.
fn spawn(request: &StartRequest) -> io::Result<(Child, pipe::Receiver)> {
    let (writes, reads) = pipe::pipe()?;
    let writes = writes.into_blocking_fd()?;
    let child = Command::new(&request.command[0])
        .args(&request.command[1..])
        .env_clear()
        .envs(&request.env)
        .current_dir(&request.directory)
        .process_group(0)
        .stdin(if request.input { Stdio::piped() } else { Stdio::null() })
        .stdout(writes.try_clone()?)
        .stderr(writes)
        .spawn()?;
    Ok((child, reads))
}
