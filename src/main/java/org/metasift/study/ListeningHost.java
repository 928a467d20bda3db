package org.metasift.study;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;

/** Where a server of this machine can listen, and under which address others find it. */
final class ListeningHost {
  private ListeningHost() {}

  /** Whether a name or address is one of this machine's. */
  static boolean isOfThisMachine(String host) throws IOException {
    try {
      final InetAddress address = InetAddress.getByName(host);
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (final UnknownHostException e) {
      return false;
    }
  }

  /** The address for a link: one of this machine's where it listens on all of them. */
  static String reachable(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress()
          ? NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
              .map(InetAddress::getHostAddress)
              .findFirst()
              .orElse("127.0.0.1")
          : host;
    } catch (final IOException e) {
      return host;
    }
  }
}
