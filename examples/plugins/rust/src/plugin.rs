// SPDX-License-Identifier: Apache-2.0
//! The calls of the protocol.

use crate::environment::{Environment, DAY};
use crate::execution::{Execution, Found, ROOM};
use crate::pb::backend_server::Backend;
use crate::pb::environment::State;
use crate::pb::environments_server::Environments;
use crate::pb::executions_server::Executions;
use crate::pb::{create_environment_response::Event, *};
use std::collections::hash_map::RandomState;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::path::PathBuf;
use std::result::Result;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio_stream::once;
use tonic::codegen::BoxStream;
use tonic::{Code, Request, Response, Status, Streaming};

const NAME: &str = "berth-backend-example";
const OS: &str = "Linux";
const ARCH: &str = if cfg!(target_arch = "x86_64") { "X64" } else { "ARM64" };
const LONGEST_WAIT: Duration = Duration::from_secs(60);

type Answer<T> = Result<Response<T>, Status>;
type Key = (String, String);

#[derive(Clone)]
pub struct Plugin(Arc<Inner>);

struct Inner {
    base: PathBuf,
    instance: String,
    secret: RandomState,
    sessions: Mutex<HashMap<String, String>>,
    environments: Mutex<HashMap<Key, Arc<Environment>>>,
}

/// Returns the end of a call: the runner acts on the reason, a person reads the problem.
fn refusal(code: Code, reason: &'static str, problem: impl Into<String>) -> Status {
    let mut status = Status::new(code, problem);
    status.metadata_mut().insert("berth-reason", reason.parse().expect("a reason is ASCII"));
    status
}

fn require(holds: bool, code: Code, reason: &'static str, problem: impl Into<String>) -> Result<(), Status> {
    if holds { Ok(()) } else { Err(refusal(code, reason, problem)) }
}

fn check(id: &str, features: &[String]) -> Result<(), Status> {
    let usual = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let good = (1..=128).contains(&id.len()) && id.chars().all(usual) && id != "." && id != "..";
    require(good, Code::InvalidArgument, "BAD_ID", format!("`{id}` is no id"))?;
    require(features.is_empty(), Code::FailedPrecondition, "FEATURE_UNKNOWN", "this plugin has no features")
}

fn capabilities() -> Capabilities {
    let limits = Limits {
        retained_bytes: ROOM as u64,
        batch_bytes: 2 << 20,
        max_lease: DAY.try_into().ok(),
        min_lease: Duration::from_secs(1).try_into().ok(),
        ..Limits::default()
    };
    Capabilities {
        isolation: Isolation::NoIsolation.into(),
        recovery: Recovery::NoRecovery.into(),
        signals: vec![Signal::Interrupt.into(), Signal::Terminate.into(), Signal::Kill.into()],
        limits: Some(limits),
        input: true,
        files_by_commands: true,
        ..Capabilities::default()
    }
}

fn number(signal: i32) -> Option<i32> {
    match Signal::try_from(signal) {
        Ok(Signal::Interrupt) => Some(libc::SIGINT),
        Ok(Signal::Terminate) => Some(libc::SIGTERM),
        Ok(Signal::Kill) => Some(libc::SIGKILL),
        _ => None,
    }
}

fn length(duration: Option<prost_types::Duration>) -> Duration {
    duration.and_then(|duration| Duration::try_from(duration).ok()).unwrap_or_default()
}

impl Plugin {
    pub fn new(base: PathBuf) -> Plugin {
        let secret = RandomState::new();
        let instance = format!("{:016x}", secret.hash_one(&base));
        let (sessions, environments) = Default::default();
        Plugin(Arc::new(Inner { base, instance, secret, sessions, environments }))
    }

    /// Returns an environment of the runner that calls, or nothing, and the key that it has.
    fn find<T>(&self, call: &Request<T>, id: &str) -> Result<(Option<Arc<Environment>>, Key), Status> {
        let session = call.metadata().get("berth-session").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let runner = self.0.sessions.lock().unwrap().get(session).cloned();
        let runner =
            runner.ok_or_else(|| refusal(Code::FailedPrecondition, "SESSION_UNKNOWN", "configure again"))?;
        let key = (runner, id.to_string());
        Ok((self.0.environments.lock().unwrap().get(&key).cloned(), key))
    }

    /// The same, unless somebody later took it over.
    fn owned<T>(&self, call: &Request<T>, id: &str, fence: u64) -> Result<Option<Arc<Environment>>, Status> {
        let (found, _) = self.find(call, id)?;
        let stale = found.as_ref().is_some_and(|found| fence < found.owner().fence);
        require(!stale, Code::FailedPrecondition, "STALE_OWNER", format!("environment `{id}` was taken over"))?;
        Ok(found)
    }

    fn environment<T>(&self, call: &Request<T>, id: &str) -> Result<Arc<Environment>, Status> {
        let unknown = || refusal(Code::NotFound, "ENVIRONMENT_UNKNOWN", format!("there is no environment `{id}`"));
        let found = self.find(call, id)?.0.ok_or_else(unknown)?;
        match found.lost() {
            None => Ok(found),
            Some(problem) => {
                let problem = format!("environment `{id}`: {problem}");
                Err(refusal(Code::FailedPrecondition, "ENVIRONMENT_NOT_READY", problem))
            }
        }
    }

    fn execution<T>(
        &self,
        call: &Request<T>,
        environment: &str,
        id: &str,
    ) -> Result<(Arc<Execution>, Arc<Environment>), Status> {
        let found = self.environment(call, environment)?;
        let run = found.executions.lock().unwrap().get(id).cloned();
        let unknown = || refusal(Code::NotFound, "EXECUTION_UNKNOWN", format!("there is no execution `{id}`"));
        Ok((run.ok_or_else(unknown)?, found))
    }

    /// Ends what nobody renews, and forgets what was removed long ago.
    pub async fn tend(&self) {
        self.0.environments.lock().unwrap().retain(|_, found| !found.is_long_gone());
        for found in self.all() {
            if found.is_due() {
                found.end("its lease ran out").await;
            }
        }
    }

    pub async fn end(&self) {
        for found in self.all() {
            found.end("the plugin was stopped").await;
        }
    }

    fn all(&self) -> Vec<Arc<Environment>> {
        self.0.environments.lock().unwrap().values().cloned().collect()
    }
}

#[tonic::async_trait]
impl Backend for Plugin {
    async fn get_info(&self, call: Request<GetInfoRequest>) -> Answer<GetInfoResponse> {
        let known = call.get_ref().versions.iter().any(|version| version == "v1beta1");
        require(known, Code::FailedPrecondition, "VERSION_UNKNOWN", "this plugin speaks v1beta1")?;
        Ok(Response::new(GetInfoResponse {
            version: "v1beta1".into(),
            name: NAME.into(),
            software_version: env!("CARGO_PKG_VERSION").into(),
            instance: self.0.instance.clone(),
            capabilities: Some(capabilities()),
            platform: Some(Platform { os: OS.into(), arch: ARCH.into(), ..Platform::default() }),
            ..GetInfoResponse::default()
        }))
    }

    async fn configure(&self, call: Request<ConfigureRequest>) -> Answer<ConfigureResponse> {
        let request = call.into_inner();
        let keys = request.configuration.unwrap_or_default().fields.into_keys();
        let unknown = |path| Violation { path, problem: "this key is not known".into(), remedy: String::new() };
        let violations: Vec<_> = keys.map(unknown).collect();
        let runner = request.runner.unwrap_or_default().id;
        let mut session = String::new();
        if violations.is_empty() {
            let parts = [0, 1].map(|part| self.0.secret.hash_one((part, &runner)));
            session = format!("{:016x}{:016x}", parts[0], parts[1]);
            self.0.sessions.lock().unwrap().insert(session.clone(), runner);
        }
        Ok(Response::new(ConfigureResponse { violations, session, capabilities: Some(capabilities()) }))
    }
}

#[tonic::async_trait]
impl Environments for Plugin {
    async fn create_environment(
        &self,
        call: Request<CreateEnvironmentRequest>,
    ) -> Answer<BoxStream<CreateEnvironmentResponse>> {
        check(&call.get_ref().environment_id, &call.get_ref().required_features)?;
        let (_, key) = self.find(&call, &call.get_ref().environment_id)?;
        let request = call.into_inner();
        let mut all = self.0.environments.lock().unwrap();
        let found = match all.get(&key) {
            Some(found) => found.clone(),
            None => {
                let made = Environment::make(request.clone(), &self.0.base, (OS, ARCH));
                let made = Arc::new(made.map_err(|failure| Status::unavailable(failure.to_string()))?);
                all.insert(key, made.clone());
                made
            }
        };
        let same = found.request == request && found.state() == State::Ready;
        require(same, Code::AlreadyExists, "ID_REUSED", "the id was used before")?;
        let event = Some(Event::Ready(found.message()));
        Ok(Response::new(Box::pin(once(Ok(CreateEnvironmentResponse { event })))))
    }

    async fn get_environment(&self, call: Request<GetEnvironmentRequest>) -> Answer<crate::pb::Environment> {
        let id = &call.get_ref().environment_id;
        let unknown = || refusal(Code::NotFound, "ENVIRONMENT_UNKNOWN", format!("there is no environment `{id}`"));
        Ok(Response::new(self.find(&call, id)?.0.ok_or_else(unknown)?.message()))
    }

    async fn renew_leases(&self, call: Request<RenewLeasesRequest>) -> Answer<RenewLeasesResponse> {
        let request = call.get_ref();
        let mut found = Vec::new();
        for id in &request.environment_ids {
            found.extend(self.owned(&call, id, request.fence)?);
        }
        found.retain(|each| each.state() == State::Ready);
        for each in &found {
            each.renew(request.lease);
        }
        let environment_ids = found.iter().map(|each| each.request.environment_id.clone()).collect();
        Ok(Response::new(RenewLeasesResponse { environment_ids }))
    }

    async fn remove_environment(&self, call: Request<RemoveEnvironmentRequest>) -> Answer<RemoveEnvironmentResponse> {
        let found = self.owned(&call, &call.get_ref().environment_id, call.get_ref().fence)?;
        let found = found.filter(|found| found.state() != State::Removed);
        let existed = found.is_some();
        if let Some(found) = found {
            found.end("it was removed").await;
        }
        Ok(Response::new(RemoveEnvironmentResponse { existed }))
    }
}

#[tonic::async_trait]
impl Executions for Plugin {
    async fn start(&self, call: Request<StartRequest>) -> Answer<StartResponse> {
        let request = call.get_ref();
        check(&request.execution_id, &request.required_features)?;
        require(!request.command.is_empty(), Code::InvalidArgument, "BAD_FIELD", "a command is needed")?;
        let merged = request.output() == start_request::Output::Merged;
        require(merged, Code::Unimplemented, "METHOD", "there is one stream of output")?;
        let found = self.environment(&call, &request.environment_id)?;
        let mut all = found.executions.lock().unwrap();
        let run = all
            .entry(request.execution_id.clone())
            .or_insert_with(|| Execution::start(request.clone(), &found));
        require(run.request == *request, Code::AlreadyExists, "ID_REUSED", "the id is another command's")?;
        Ok(Response::new(StartResponse {}))
    }

    async fn poll(&self, call: Request<PollRequest>) -> Answer<PollResponse> {
        let request = call.get_ref();
        let (run, _) = self.execution(&call, &request.environment_id, &request.execution_id)?;
        let position = |position: &Option<Position>| position.as_ref().map_or(0, |at| at.offset);
        let (at, durable) = (position(&request.from), position(&request.durable));
        let deadline = Instant::now() + length(request.wait).min(LONGEST_WAIT);
        while Instant::now() < deadline {
            match run.find(at as usize, durable as usize, request.max_bytes as usize) {
                Found::Bytes(bytes) => {
                    let at = Some(Position { offset: at, ..Position::default() });
                    return Ok(Response::new(PollResponse { chunk: Some(Chunk { at, bytes }), result: None }));
                }
                Found::End(result) => {
                    return Ok(Response::new(PollResponse { chunk: None, result: Some(result) }));
                }
                Found::NotKept => {
                    return Err(refusal(Code::OutOfRange, "OUTPUT_FORGOTTEN", format!("{at} is not kept")));
                }
                Found::Nothing => run.take().await,
            }
        }
        Ok(Response::new(PollResponse::default()))
    }

    async fn write(&self, call: Request<Streaming<WriteRequest>>) -> Answer<WriteResponse> {
        let (metadata, extensions, mut parts) = call.into_parts();
        let first = parts.message().await?.unwrap_or_default();
        let call = Request::from_parts(metadata, extensions, ());
        let (run, _) = self.execution(&call, &first.environment_id, &first.execution_id)?;
        let mut input = run.input.lock().await.take();
        let mut next = Some(first);
        while let Some(part) = next {
            // A command that reads no more makes the rest vain, not wrong.
            if let Some(pipe) = &mut input {
                let _ = pipe.write_all(&part.bytes).await;
            }
            next = parts.message().await?;
        }
        Ok(Response::new(WriteResponse {}))
    }

    async fn signal(&self, call: Request<SignalRequest>) -> Answer<SignalResponse> {
        let request = call.get_ref();
        let (run, found) = self.execution(&call, &request.environment_id, &request.execution_id)?;
        let steps: Option<Vec<_>> =
            request.steps.iter().map(|step| Some((number(step.signal)?, length(step.patience)))).collect();
        let bad = || refusal(Code::InvalidArgument, "BAD_FIELD", "signals that are declared are needed");
        let steps = steps.filter(|steps| !steps.is_empty()).ok_or_else(bad)?;
        tokio::spawn(async move {
            for (number, patience) in steps {
                run.signal(number, &found);
                run.ended(patience).await;
            }
        });
        Ok(Response::new(SignalResponse {}))
    }

    async fn get(&self, call: Request<GetRequest>) -> Answer<GetResponse> {
        let request = call.get_ref();
        let (run, _) = self.execution(&call, &request.environment_id, &request.execution_id)?;
        run.ended(length(request.wait).min(LONGEST_WAIT)).await;
        Ok(Response::new(GetResponse { result: run.result() }))
    }

    async fn forget(&self, call: Request<ForgetRequest>) -> Answer<ForgetResponse> {
        let request = call.get_ref();
        let found = self.environment(&call, &request.environment_id)?;
        let mut all = found.executions.lock().unwrap();
        if all.get(&request.execution_id).is_some_and(|run| run.result().is_some()) {
            all.remove(&request.execution_id);
        }
        Ok(Response::new(ForgetResponse {}))
    }
}
