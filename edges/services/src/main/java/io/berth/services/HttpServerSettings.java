// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

/// What the JDK's server can be told by properties of the whole process only, and reads once.
final class HttpServerSettings {

  private HttpServerSettings() {}

  /// Sets what nobody has set.
  static void apply() {
    // Without it, an answer of two writes waits 40 ms for the client's acknowledgement.
    set("sun.net.httpserver.nodelay", "true");
    set("jdk.httpserver.maxConnections", "1024");
    set("sun.net.httpserver.maxReqHeaderSize", "65536");
    set("sun.net.httpserver.maxReqHeaders", "100");
  }

  private static void set(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
