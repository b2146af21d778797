// SPDX-License-Identifier: Apache-2.0
//! A backend of Berth: an environment is a folder, a command is a group of processes of this machine.
//!
//! It declares what it lacks: isolation, recovery, containers. What a plugin may leave out it leaves to
//! the runner. One promise it breaks: a process that begins a group of its own outlives its environment.

mod environment;
mod execution;
mod plugin;

mod pb {
    tonic::include_proto!("berth.backend.v1beta1");
}

use plugin::Plugin;
use std::error::Error;
use std::os::unix::process::parent_id;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs, process};
use tokio::net::UnixListener;
use tokio::signal::unix::{signal, SignalKind};
use tokio::sync::oneshot;
use tokio::time::{interval, timeout};
use tokio_stream::wrappers::UnixListenerStream;
use tonic::transport::Server;
use tonic_health::ServingStatus;

const SERVED: [&str; 4] = [
    "plugin",
    "berth.backend.v1beta1.Backend",
    "berth.backend.v1beta1.Environments",
    "berth.backend.v1beta1.Executions",
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let folder = env::var("PLUGIN_UNIX_SOCKET_DIR").ok().filter(|_| env::var("BERTH_BACKEND_PLUGIN").is_ok());
    let managed = arguments.is_empty() && folder.is_some();
    let socket = match (&arguments[..], folder) {
        ([], Some(folder)) => format!("{folder}/{}.sock", process::id()),
        ([option, address], _) if option == "--address" => address.trim_start_matches("unix://").to_string(),
        _ => {
            eprintln!("this is a backend of Berth: name it in Berth's configuration, or give --address unix:///path");
            process::exit(1);
        }
    };
    let base = env::temp_dir().join(format!("berth-backend-example-{}", process::id()));
    fs::create_dir(&base)?;
    let plugin = Plugin::new(base.clone());
    let (reporter, health) = tonic_health::server::health_reporter();
    for name in SERVED {
        reporter.set_service_status(name, ServingStatus::Serving).await;
    }
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = Server::builder()
        .add_service(health)
        .add_service(pb::backend_server::BackendServer::new(plugin.clone()))
        .add_service(pb::environments_server::EnvironmentsServer::new(plugin.clone()))
        .add_service(pb::executions_server::ExecutionsServer::new(plugin.clone()))
        .serve_with_incoming_shutdown(UnixListenerStream::new(listen(&socket)?), async {
            let _ = stopped.await;
        });
    let serving = tokio::spawn(serving);
    println!("1|1|unix|{socket}|grpc|");

    let (mut terminate, mut second, parent) =
        (signal(SignalKind::terminate())?, interval(Duration::from_secs(1)), parent_id());
    loop {
        tokio::select! {
            _ = terminate.recv() => break,
            _ = second.tick() => plugin.tend().await,
        }
        if managed && parent_id() != parent {
            break;
        }
    }
    for name in SERVED.into_iter().chain([""]) {
        reporter.set_service_status(name, ServingStatus::NotServing).await;
    }
    let _ = stop.send(());
    let _ = timeout(Duration::from_secs(5), serving).await;
    plugin.end().await;
    fs::remove_dir_all(base)?;
    Ok(())
}

/// Listens where only this user can call, from the first moment on.
fn listen(socket: &str) -> Result<UnixListener, Box<dyn Error>> {
    let folder: PathBuf = Path::new(socket).parent().unwrap_or(Path::new("/")).into();
    fs::create_dir_all(folder)?;
    // SAFETY: only numbers go in and out.
    let mask = unsafe { libc::umask(0o177) };
    let listener = UnixListener::bind(socket);
    unsafe { libc::umask(mask) };
    Ok(listener?)
}
