// SPDX-License-Identifier: Apache-2.0
package io.berth.lowering;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// A class with nothing but one lowered method.
final class OneMethod {

  private OneMethod() {}

  static MethodHandle of(Lowered method) throws ReflectiveOperationException {
    var owner = ClassDesc.of(OneMethod.class.getPackageName(), "Generated");
    byte[] bytes =
        ClassFile.of()
            .build(
                owner,
                type ->
                    type.withMethodBody(
                        "call",
                        method.signature(),
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                        code -> method.body(code, owner)));
    var lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
    var type =
        MethodType.fromMethodDescriptorString(
            method.signature().descriptorString(), OneMethod.class.getClassLoader());
    return lookup.findStatic(lookup.lookupClass(), "call", type);
  }
}
