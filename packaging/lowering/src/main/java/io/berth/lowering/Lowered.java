// SPDX-License-Identifier: Apache-2.0
package io.berth.lowering;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.jspecify.annotations.Nullable;

/// What stands for a call site: a static method that does the same.
sealed interface Lowered permits TypeSwitch, RecordMethod {

  /// Returns what stands for a call site, or null if it is to stay as it is.
  static @Nullable Lowered of(InvokeDynamicInstruction call) {
    Lowered choice = TypeSwitch.of(call);
    return choice != null ? choice : RecordMethod.of(call);
  }

  /// Returns what the method takes and gives: the same as the call site.
  MethodTypeDesc signature();

  /// Writes the method.
  ///
  /// @param owner the class that it is in
  void body(CodeBuilder code, ClassDesc owner);
}
