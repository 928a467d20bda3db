#:  ./metasift spark master              a Spark master; then, on each helper:
#:  ./metasift spark worker spark://HOST:7077
#:      'tune' and 'table' use them with --master spark://HOST:7077

# what Spark opens of Java 17's own packages
opens='-XX:+IgnoreUnrecognizedVMOptions -Djdk.reflect.useDirectMethodHandle=false -Dio.netty.tryReflectionSetAccessible=true'
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  opens="$opens --add-opens=java.base/$package=ALL-UNNAMED"
done

# the module as before, and Spark beside it
build_with_spark() {
  [ "$version" -le 22 ] || die "$java is of version $version, but Spark needs Java 17 to 22: set JAVA_HOME to such a JDK."
  SPARK_HOME=$target/spark-home SPARK_SCALA_VERSION=2.13
  export SPARK_HOME SPARK_SCALA_VERSION
  if [ -f "$target/metasift.jar" ] && [ -f "$target/metasift-spark.jar" ] && [ -d "$SPARK_HOME/jars" ]; then
    [ "${METASIFT_NO_BUILD:-}" != 1 ] || return 0
    if fresh "$target/.built-with-spark" && [ -z "$(find "$root/src/spark" -newer "$target/.built-with-spark" | head -n 1)" ]; then
      return
    fi
  fi
  [ "${METASIFT_NO_BUILD:-}" != 1 ] ||
    die "METASIFT_NO_BUILD is 1, but $target was built without Spark: unset it, or build with ./mvnw -Pspark package."
  mkdir -p "$target"
  : >"$target/.building"
  rm -rf "$SPARK_HOME/jars"
  step "Building the module with Apache Spark" "$target/build.log" maven -Pspark
  cp -p "$target/.building" "$target/.built-with-spark"
  mv "$target/.building" "$target/.built"
}

# a master or a worker, for machines without a Spark of their own
spark() {
  case ${1:-} in
  master) class=org.apache.spark.deploy.master.Master ;;
  worker)
    class=org.apache.spark.deploy.worker.Worker
    case " $* " in
    *" spark://"*) ;;
    *) die "spark worker needs the master's address: ./metasift spark worker spark://HOST:7077." ;;
    esac
    ;;
  *) die "spark starts what? There is: spark master [--host H --port N], spark worker spark://HOST:PORT [--cores N --memory 4g]." ;;
  esac
  shift
  find_java
  build_with_spark
  # shellcheck disable=SC2086 # several options
  exec "$java" -Xmx1g $opens -Dspark.worker.cleanup.enabled=true -Dspark.worker.cleanup.appDataTtl=86400 \
    -cp "$SPARK_HOME/jars/*" $class "$@"
}

# verb_on_spark VERB ARGUMENT...: with --master
verb_on_spark() {
  find_java
  build_with_spark
  # shellcheck disable=SC2086 # several options
  exec "$java" "-Xmx$heap" $opens -Djava.awt.headless=true -Dslf4j.provider=org.slf4j.nop.NOPServiceProvider \
    -Dslf4j.internal.verbosity=WARN "-Dmetasift.home=$root" "-Dmetasift.command=$command" \
    -cp "$target/metasift.jar:$target/metasift-spark.jar:$target/lib/*:$SPARK_HOME/jars/*" org.metasift.cli.Main "$@"
}
