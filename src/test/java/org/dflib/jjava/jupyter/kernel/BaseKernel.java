package org.dflib.jjava.jupyter.kernel;

import org.metasift.report.live.FakeKernel;

/** Stands where JJava hands out its running kernel; none runs unless a test says so. */
public final class BaseKernel {
  public static FakeKernel running;

  private BaseKernel() {}

  public static FakeKernel notebookKernel() {
    return running;
  }
}
