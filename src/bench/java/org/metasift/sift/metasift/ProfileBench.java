package org.metasift.sift.metasift;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.metasift.bench.BenchRecord;
import org.metasift.bench.Scratch;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.signs.SignSet;
import org.metasift.nn.ResNet18;
import org.metasift.report.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Where the time of a training step goes: by the engine's operators, each without those that it
 * calls, and between them, in Java and on the way in and out. On a GPU an operator's time is that
 * of handing it over. Run by {@code ./metasift bench profile}.
 */
final class ProfileBench {
  private static final int WARM = 20;
  private static final int STEPS = 5;
  private static final int SHOWN = 12;

  /** One call of an operator, in microseconds. */
  private record Call(String operator, String thread, double start, double duration) {
    double end() {
      return start + duration;
    }
  }

  /** Calls and milliseconds a step, without the operators that it calls itself. */
  private record Share(String operator, double calls, double time) {}

  private ProfileBench() {}

  public static void main(String[] args) throws IOException {
    BenchRecord.checkDevice();
    try (Scratch scratch = Scratch.open()) {
      profile(args[0], scratch.folder());
    }
  }

  private static void profile(String folder, Path scratch) throws IOException {
    final BenchRecord to = new BenchRecord(Path.of(folder), "batches of 128", "none");
    System.out.println(to);
    final Table table =
        Table.create(
            "profile",
            StringColumn.create("work"),
            StringColumn.create("operator"),
            DoubleColumn.create("calls a step"),
            DoubleColumn.create("ms a step"),
            DoubleColumn.create("share (%)"));
    final ImageSet images = SignSet.small(0).train();
    final Contests contests = new Contests(SpeedBench.Settings.QUICK, images, null);
    for (final int[] network : new int[][] {{16, 2}, {16, 1}, {64, 1}}) {
      final ResNet18 resnet = new ResNet18(network[0], 3, 43, network[1]);
      final String name = "width %d, stride %d".formatted(network[0], network[1]);
      try (NDManager root = Compute.open()) {
        add(table, "plain step, " + name, contests.plain(resnet, root), scratch);
      }
      try (NDManager root = Compute.open()) {
        add(table, "Meta-Sift step, " + name, contests.sift(resnet, root), scratch);
      }
    }
    System.out.println(Tables.text(table));
    to.add(table, "profile");
    to.tell("profile");
  }

  private static void add(Table table, String work, Contest.Timed step, Path scratch)
      throws IOException {
    for (int k = 0; k < WARM; k++) {
      step.run();
    }
    final Path trace = scratch.resolve("trace.json");
    JniUtils.startProfile(false, false, false);
    double whole = 0;
    for (int k = 0; k < STEPS; k++) {
      whole += step.run() * 1e3 / STEPS;
    }
    JniUtils.stopProfile(trace.toString());
    final List<Call> calls = read(trace);
    final List<Share> shares = shares(calls);
    final double inEngine = shares.stream().mapToDouble(Share::time).sum();
    row(table, work, new Share("the whole step, profiled", 1, whole), whole);
    for (final Share share : shares.subList(0, Math.min(SHOWN, shares.size()))) {
      row(table, work, share, whole);
    }
    final List<Share> rest = shares.subList(Math.min(SHOWN, shares.size()), shares.size());
    final double restCalls = rest.stream().mapToDouble(Share::calls).sum();
    final double restTime = rest.stream().mapToDouble(Share::time).sum();
    row(table, work, new Share("%d others".formatted(rest.size()), restCalls, restTime), whole);
    row(table, work, new Share("between them: Java", 0, whole - inEngine), whole);
  }

  private static void row(Table table, String work, Share share, double whole) {
    table.stringColumn("work").append(work);
    table.stringColumn("operator").append(share.operator());
    table.doubleColumn("calls a step").append(share.calls());
    table.doubleColumn("ms a step").append(share.time());
    table.doubleColumn("share (%)").append(100 * share.time() / whole);
  }

  /** The operators by their own time, the longest first. */
  private static List<Share> shares(List<Call> calls) {
    final Map<String, double[]> found = new HashMap<>();
    final Map<String, Deque<Call>> open = new HashMap<>();
    calls.sort(
        Comparator.comparingDouble(Call::start)
            .thenComparing(Comparator.comparingDouble(Call::duration).reversed()));
    for (final Call call : calls) {
      final Deque<Call> above = open.computeIfAbsent(call.thread(), name -> new ArrayDeque<>());
      while (!above.isEmpty() && above.peek().end() <= call.start()) {
        above.pop();
      }
      if (!above.isEmpty()) {
        found.get(above.peek().operator())[1] -= call.duration();
      }
      final double[] sums = found.computeIfAbsent(call.operator(), name -> new double[2]);
      sums[0]++;
      sums[1] += call.duration();
      above.push(call);
    }
    return found.entrySet().stream()
        .map(
            entry ->
                new Share(
                    entry.getKey(), entry.getValue()[0] / STEPS, entry.getValue()[1] / 1e3 / STEPS))
        .sorted(Comparator.comparingDouble(Share::time).reversed())
        .toList();
  }

  /** The trace: a list of calls in Chrome's format. */
  private static List<Call> read(Path trace) throws IOException {
    final List<Call> calls = new ArrayList<>();
    try (JsonReader json = new JsonReader(Files.newBufferedReader(trace))) {
      json.beginArray();
      while (json.hasNext()) {
        final Map<String, String> fields = new HashMap<>();
        json.beginObject();
        while (json.hasNext()) {
          final String name = json.nextName();
          if (List.of("name", "ts", "dur", "tid").contains(name)) {
            fields.put(name, json.nextString());
          } else {
            json.skipValue();
          }
        }
        json.endObject();
        if (fields.containsKey("dur")) {
          calls.add(
              new Call(
                  fields.get("name"),
                  fields.get("tid"),
                  Double.parseDouble(fields.get("ts")),
                  Double.parseDouble(fields.get("dur"))));
        }
      }
      json.endArray();
    }
    return calls;
  }
}
