// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.Detail.ActionEntered;
import io.berth.workflow.ActionManifest;

/// An action that is carried out.
///
/// @param manifest what it says of itself
/// @param how what it was given
record Entered(ActionManifest manifest, ActionEntered how) {}
