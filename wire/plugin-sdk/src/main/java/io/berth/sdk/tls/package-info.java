/// Who a side of a connection is, and whom it believes: certificates, keys and files of secrets.
///
/// **Start here:** [io.berth.sdk.tls.Identity].
///
/// **May depend on:** the JDK, Netty's TLS, model.
@NullMarked
package io.berth.sdk.tls;

import org.jspecify.annotations.NullMarked;
