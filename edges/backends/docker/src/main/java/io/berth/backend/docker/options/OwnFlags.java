// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import static io.berth.backend.docker.options.Flag.Form.MANY;
import static io.berth.backend.docker.options.Flag.Form.ONE;
import static io.berth.backend.docker.options.Flag.Form.SWITCH;

import io.berth.backend.docker.options.Flag.Use;
import java.util.List;

/// Options about what Berth does itself: names, ends, streams, the network of a job.
final class OwnFlags {

  static final List<Flag<?>> ALL =
      List.of(
          own("attach a", MANY, "Berth reads the output of a container itself"),
          own("cidfile", ONE, "it would write a file on the machine that Berth runs on"),
          ownSwitch("detach d", "the containers of a job always run beside Berth"),
          own("detach-keys", ONE, "nobody is attached who could detach"),
          Flag.of(
              "disable-content-trust",
              SWITCH,
              Rule.own("Berth checks no signatures of images", truth -> truth),
              Use.nothing(Reading::truth)),
          own(
              "env-file",
              MANY,
              "it would read a file of the machine that Berth runs on; write the variables under"
                  + " `env`"),
          ownSwitch("help", "it asks the docker command about itself"),
          ownSwitch("interactive i", "Berth decides what a container reads"),
          own("ip", ONE, "addresses in the network of a job are given by the engine"),
          own("ip6", ONE, "addresses in the network of a job are given by the engine"),
          own("kernel-memory", ONE, "engines have given it up"),
          own(
              "label-file",
              MANY,
              "it would read a file of the machine that Berth runs on; write `--label`"),
          own("link-local-ip", MANY, "addresses in the network of a job are given by the engine"),
          own("mac-address", ONE, "addresses in the network of a job are given by the engine"),
          own("name", ONE, "Berth names containers, so that it finds them again"),
          ownSwitch("quiet q", "it is about the terminal of the docker command"),
          own("restart", ONE, "a container that ends in a job has ended", "no"),
          ownSwitch("rm", "Berth removes the containers of a job"),
          Flag.of(
              "sig-proxy",
              SWITCH,
              Rule.own("Berth sends signals itself", truth -> truth),
              Use.nothing(Reading::truth)),
          ownSwitch("tty t", "the output of a job is no terminal"));

  private OwnFlags() {}

  private static Flag<String> own(String names, Flag.Form form, String reason, String... same) {
    return Flag.of(
        names, form, Rule.own(reason, List.of(same)::contains), Use.nothing(Reading::text));
  }

  private static Flag<Boolean> ownSwitch(String names, String reason) {
    return Flag.of(names, SWITCH, Rule.own(reason, truth -> !truth), Use.nothing(Reading::truth));
  }
}
