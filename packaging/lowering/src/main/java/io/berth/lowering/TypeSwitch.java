// SPDX-License-Identifier: Apache-2.0
package io.berth.lowering;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The choice that a `switch` over patterns makes: given an object and where to begin, the index of
/// the first type that the object is of, the number of types if it is of none, -1 if it is null.
///
/// @param signature of the call site: an object and an index, giving an index
/// @param types in the order of the cases
record TypeSwitch(MethodTypeDesc signature, List<ClassDesc> types) implements Lowered {

  private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.SwitchBootstraps");

  /// Returns what a call site chooses, or null if it is not of this kind, or if one of its labels
  /// is not a type: a constant is left to the JDK.
  static @Nullable TypeSwitch of(InvokeDynamicInstruction call) {
    var bootstrap = call.bootstrapMethod();
    MethodTypeDesc signature = call.typeSymbol();
    if (!bootstrap.owner().equals(BOOTSTRAPS)
        || !bootstrap.methodName().equals("typeSwitch")
        || signature.parameterType(0).isPrimitive()) {
      return null;
    }
    List<ClassDesc> types = new ArrayList<>();
    for (ConstantDesc label : call.bootstrapArgs()) {
      if (!(label instanceof ClassDesc type) || type.isPrimitive()) {
        return null;
      }
      types.add(type);
    }
    return new TypeSwitch(signature, types);
  }

  @Override
  public void body(CodeBuilder code, ClassDesc owner) {
    Label some = code.newLabel();
    code.aload(0).ifnonnull(some).iconst_m1().ireturn().labelBinding(some);
    for (int i = 0; i < types.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf(types.get(i)).ifeq(next);
      code.loadConstant(i).return_(TypeKind.INT).labelBinding(next);
    }
    code.loadConstant(types.size()).return_(TypeKind.INT);
  }
}
