# SPDX-License-Identifier: Apache-2.0
# The options of the program's JVM; training the start-up cache and using it need the same. The
# second compiler and the replay of recorded profiles cost more at the start than they bring to any command
# (docs/reference/benchmarks.md); the cache is mapped where it was made for, without moving it. picocli would
# load classes of java.sql and java.time for converters that no option of Berth has.
java_options='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=4 -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining -XX:ArchiveRelocationMode=0 -XX:-UsePerfData -XX:+UseCompactObjectHeaders -Xms16m -Xmx160m -Xss512k -Xlog:disable -Xlog:all=error:stderr -Dpicocli.converters.excludes=java.sql.*,java.time.*'
