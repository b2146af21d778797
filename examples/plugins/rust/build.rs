// SPDX-License-Identifier: Apache-2.0
//! Generates the protocol's code, without `protoc`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files = ["backend", "environments", "executions"]
        .map(|name| format!("berth/backend/v1beta1/{name}.proto"));
    println!("cargo:rerun-if-changed=proto");
    let descriptors = protox::compile(files, ["proto"])?;
    tonic_prost_build::configure().build_client(false).generate_default_stubs(true).compile_fds(descriptors)?;
    Ok(())
}
