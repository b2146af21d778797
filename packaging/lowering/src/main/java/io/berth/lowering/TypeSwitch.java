// SPDX-License-Identifier: Apache-2.0
package io.berth.lowering;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The choice that a `switch` over patterns makes: given an object and where to begin, the index of
/// the first label that fits it, the number of labels if none does, -1 if it is null.
///
/// @param signature of the call site: an object and an index, giving an index
/// @param labels in the order of the cases: types, and for an enum also the names of constants
record TypeSwitch(MethodTypeDesc signature, List<ConstantDesc> labels) implements Lowered {

  private static final ClassDesc ENUM = ConstantDescs.CD_Enum;
  private static final MethodTypeDesc EQUALS =
      MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object);
  private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.SwitchBootstraps");

  /// Returns what a call site chooses, or null if it is not of this kind, or if one of its labels
  /// is another constant: that is left to the JDK.
  static @Nullable TypeSwitch of(InvokeDynamicInstruction call) {
    var bootstrap = call.bootstrapMethod();
    MethodTypeDesc signature = call.typeSymbol();
    if (!bootstrap.owner().equals(BOOTSTRAPS) || signature.parameterType(0).isPrimitive()) {
      return null;
    }
    boolean ofEnum = bootstrap.methodName().equals("enumSwitch");
    if (!ofEnum && !bootstrap.methodName().equals("typeSwitch")) {
      return null;
    }
    for (ConstantDesc label : call.bootstrapArgs()) {
      boolean type = label instanceof ClassDesc named && !named.isPrimitive();
      if (!type && !(ofEnum && label instanceof String)) {
        return null;
      }
    }
    return new TypeSwitch(signature, call.bootstrapArgs());
  }

  @Override
  public void body(CodeBuilder code, ClassDesc owner) {
    Label some = code.newLabel();
    code.aload(0).ifnonnull(some).iconst_m1().ireturn().labelBinding(some);
    for (int i = 0; i < labels.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0);
      if (labels.get(i) instanceof ClassDesc type) {
        code.instanceOf(type);
      } else {
        code.invokevirtual(ENUM, "name", MethodTypeDesc.of(ConstantDescs.CD_String));
        code.loadConstant(labels.get(i));
        code.invokevirtual(ConstantDescs.CD_String, "equals", EQUALS);
      }
      code.ifeq(next).loadConstant(i).return_(TypeKind.INT).labelBinding(next);
    }
    code.loadConstant(labels.size()).return_(TypeKind.INT);
  }
}
