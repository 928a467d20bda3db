"""Writes the kernelspec 'java': how Jupyter starts JJava with this project on its class path.

    python kernelspec.py JAVA TARGET KERNELS

JAVA is the java program, TARGET the folder with metasift.jar and lib/, KERNELS the folder that gets java/kernel.json.
Paths in it are absolute, so the notebooks run from any folder. Written anew at every start: it costs nothing and a
moved project, another Java or a changed METASIFT_HEAP needs no thought.
"""

import json
import os
import sys
import sysconfig
from pathlib import Path


def jars(target):
    """Every jar by name: JJava dies without a word of why on a glob over a missing folder."""
    found = [target / "metasift.jar", *sorted((target / "lib").glob("*.jar"))]
    if len(found) < 2 or not found[0].is_file():
        print(f"metasift: {target} does not hold metasift.jar and lib/: './metasift setup' builds them.", file=sys.stderr)
        sys.exit(2)
    return [str(jar.resolve()) for jar in found]


def kernelspec(java, target):
    kernel = Path(sysconfig.get_path("data")) / "share" / "jupyter" / "kernels" / "java" / "jjava.jar"
    return {
        # without JJava's launcher: one JVM less, and the heap is set here
        "argv": [
            java,
            f"-Xmx{os.environ.get('METASIFT_HEAP', '3g')}",
            "-Djava.awt.headless=true",
            f"-Djava.util.logging.config.file={Path(__file__).resolve().with_name('logging.properties')}",
            "--add-opens",
            "jdk.jshell/jdk.jshell=ALL-UNNAMED",
            "-jar",
            str(kernel),
            "{connection_file}",
        ],
        "display_name": "Java (JJava)",
        "language": "java",
        "interrupt_mode": "message",
        "env": {"JJAVA_CLASSPATH": os.pathsep.join(jars(target)), "OPT_OUT_TRACKING": "true"},
        "metadata": {},
    }


if __name__ == "__main__":
    folder = Path(sys.argv[3]) / "java"
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".kernel.{os.getpid()}"
    temporary.write_text(json.dumps(kernelspec(sys.argv[1], Path(sys.argv[2])), indent=1), encoding="utf-8")
    os.replace(temporary, folder / "kernel.json")
