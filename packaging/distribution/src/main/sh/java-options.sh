# SPDX-License-Identifier: Apache-2.0
# The options of the program's JVM; training the start-up cache and using it need the same.
java_options='-XX:+UseSerialGC -XX:-UsePerfData -XX:+UseCompactObjectHeaders -Xms16m -Xmx160m -Xss512k -Xlog:disable -Xlog:all=error:stderr'
