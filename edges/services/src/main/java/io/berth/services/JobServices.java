// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import com.sun.net.httpserver.HttpServer;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The HTTP server that jobs talk to.
///
/// ```java
/// try (JobServices services = JobServices.start(InetAddress.getLoopbackAddress(), Limits.USUAL)) {
///   services.mount(new Route("/_apis/mine/", Route.Access.TOKEN, request -> ...));
///   Endpoints endpoints = services.admit(job);  // what the job's environment is told
///   ...
///   services.dismiss(job);                      // its token and its links are worth nothing now
/// }
/// ```
///
/// A request is heard if it shows the token of a job that was admitted, or an address that such a
/// job was given for it. Bodies stream; nothing is held that grows with a client's wishes.
public final class JobServices implements AutoCloseable {

  private static final int BACKLOG = 256;

  private final HttpServer server;
  private final Watch watch;
  private final Limits limits;
  private final Links links;
  private final Admitted admitted;
  private final List<Consumer<ServedJob>> farewells = new CopyOnWriteArrayList<>();

  private JobServices(HttpServer server, Watch watch, Limits limits) {
    this.server = server;
    this.watch = watch;
    this.limits = limits;
    Seal seal = Seal.draw();
    InstantSource clock = InstantSource.system();
    this.links = new Links(seal, clock, limits.links());
    this.admitted = new Admitted(new Tokens(seal, clock), links);
  }

  /// Begins to listen at a free port.
  ///
  /// @param address where to listen: loopback, unless containers or machines have to reach it
  /// @throws BerthException B3040 if nothing can listen there
  public static JobServices start(InetAddress address, Limits limits) {
    HttpServerSettings.apply();
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(address, 0), BACKLOG);
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.SERVICES_UNAVAILABLE,
              "the services for jobs cannot listen at `"
                  + address.getHostAddress()
                  + "`: "
                  + e.getMessage(),
              "Name an address that this machine has."),
          e);
    }
    var watch = new Watch(limits.exchanges(), limits.stall());
    var services = new JobServices(server, watch, limits);
    server.setExecutor(watch);
    server.createContext("/", exchange -> services.refuse(exchange));
    server.start();
    return services;
  }

  private void refuse(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    Handler nobody =
        request -> {
          throw new Refusal(
              Refusal.Kind.NOT_FOUND, "nothing is served under `" + request.path() + "`");
        };
    door(new Route("/", Route.Access.TOKEN, nobody)).handle(exchange);
  }

  /// Serves more.
  ///
  /// @throws IllegalArgumentException if something is served under this path already
  public void mount(Route route) {
    server.createContext(route.path(), door(route)::handle);
  }

  private Door door(Route route) {
    return new Door(route, admitted, links, limits, watch);
  }

  /// Lets a job use the services from this machine.
  ///
  /// @throws IllegalStateException if it is admitted already
  public Endpoints admit(ServedJob job) {
    InetAddress address = server.getAddress().getAddress();
    InetAddress reached = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    return admit(job, reached.getHostAddress());
  }

  /// Lets a job use the services from where the server has the given name.
  ///
  /// @param host a name or an address of this machine
  /// @throws IllegalStateException if it is admitted already
  public Endpoints admit(ServedJob job, String host) {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    URI origin = URI.create("http://" + name + ":" + server.getAddress().getPort() + "/");
    String token = admitted.admit(job, origin);
    return new Endpoints(origin, origin, origin, token);
  }

  /// Ends a job's access: its token and the links it was given are refused from now on. What it is
  /// sending or taking at the moment is not cut off.
  public void dismiss(ServedJob job) {
    if (admitted.dismiss(job)) {
      farewells.forEach(farewell -> farewell.accept(job));
    }
  }

  /// Returns whether a job may use the services now. Who keeps something for a job asks, under the
  /// lock under which its dismissal lets go of it: requests may outlive their job.
  public boolean isAdmitted(ServedJob job) {
    return admitted.isAdmitted(job);
  }

  /// Tells a part of the services of each job that is dismissed, once.
  public void onDismissal(Consumer<ServedJob> farewell) {
    farewells.add(farewell);
  }

  /// Stops listening, cuts off who still speaks, and waits for the threads.
  @Override
  public void close() {
    server.stop(0);
    watch.close();
  }
}
