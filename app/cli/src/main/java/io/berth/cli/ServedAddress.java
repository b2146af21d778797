// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.sdk.Handshake;
import io.berth.sdk.ServerAddress;
import io.berth.sdk.tls.Identity;
import io.berth.sdk.tls.Pem;
import io.berth.sdk.tls.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// Where `berth plugin serve` serves, as its line says it.
final class ServedAddress {

  private final ParseResult line;
  private final Invocation invocation;
  private final List<BerthError> errors = new ArrayList<>();

  private ServedAddress(ParseResult line, Invocation invocation) {
    this.line = line;
    this.invocation = invocation;
  }

  /// @throws BerthException with everything that does not fit together
  static ServerAddress of(ParseResult line, Invocation invocation) {
    var served = new ServedAddress(line, invocation);
    ServerAddress address = null;
    try {
      address = served.read();
    } catch (IOException | IllegalArgumentException e) {
      served.fail(String.valueOf(e.getMessage()), null);
    }
    if (address == null || !served.errors.isEmpty()) {
      throw new BerthException(served.errors, null);
    }
    return address;
  }

  private @Nullable ServerAddress read() throws IOException {
    String address = line.matchedOptionValue("--address", null);
    if (address == null) {
      refuse("--token-file", "--allow-user", "--cert", "--key", "--ca");
      return child();
    }
    if (address.startsWith("tls://")) {
      refuse("--token-file", "--allow-user");
      return remote(address);
    }
    refuse("--cert", "--key", "--ca");
    String token = token();
    if (address.startsWith("unix:///")) {
      Set<String> users = Set.copyOf(Options.all(line, "--allow-user"));
      return new ServerAddress.Unix(Path.of(address.substring("unix://".length())), token, users);
    }
    refuse("--allow-user");
    return ServerAddress.parse(address, token);
  }

  /// Says of options that the address leaves them nothing to do.
  private void refuse(String... options) {
    for (String option : options) {
      if (line.hasMatchedOption(option)) {
        fail("`" + option + "` means nothing for this address", "leave it out");
      }
    }
  }

  private ServerAddress.@Nullable Child child() throws IOException {
    ServerAddress.Child child = Handshake.address(invocation.env());
    if (child == null) {
      fail(
          "`berth plugin serve` does not know where to serve",
          "give `--address unix:///path`, or let a runner start it: it then says where");
    }
    return child;
  }

  private @Nullable ServerAddress remote(String address) throws IOException {
    Path certificate = file("--cert");
    Path key = file("--key");
    Path authorities = file("--ca");
    if (certificate == null || key == null || authorities == null) {
      return null;
    }
    return ServerAddress.parse(
        address, Identity.read(certificate, key), Pem.certificates(authorities));
  }

  private @Nullable Path file(String option) {
    String name = line.matchedOptionValue(option, null);
    if (name == null) {
      fail("an address with `tls://` needs `" + option + "`", "add it");
      return null;
    }
    return invocation.directory().resolve(name);
  }

  private @Nullable String token() throws IOException {
    String name = line.matchedOptionValue("--token-file", null);
    return name == null ? null : SecretFile.token(invocation.directory().resolve(name));
  }

  private void fail(String problem, @Nullable String remedy) {
    errors.add(BerthError.of(ErrorCode.USAGE, problem, remedy));
  }
}
