from __future__ import annotations

import pytest

from dlcatalog.links.addresses import is_address, is_disguised, unsafe_address


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "8.8.8.8",
        "2606:4700::6810:84e5",
        "[2606:4700::1]",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_public_address_is_safe(address: str) -> None:
    assert unsafe_address(address) == ""


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("127.0.0.1", "is this machine"),
        ("127.8.8.8", "is this machine"),
        ("::1", "is this machine"),
        ("0.0.0.0", "is this machine"),
        ("::", "is this machine"),
        ("0.1.2.3", "is reserved"),
        ("10.0.0.1", "is private"),
        ("172.16.0.1", "is private"),
        ("172.31.255.255", "is private"),
        ("192.168.0.1", "is private"),
        ("198.18.0.1", "is private"),
        ("203.0.113.9", "is private"),
        ("100.64.0.1", "is reserved"),
        ("100.100.100.200", "is reserved"),
        ("168.63.129.16", "is reserved"),
        ("192.0.0.192", "is reserved"),
        ("240.0.0.1", "is reserved"),
        ("255.255.255.255", "is reserved"),
        ("169.254.169.254", "is link-local, where clouds keep their metadata"),
        ("fe80::1%eth0", "is link-local, where clouds keep their metadata"),
        ("224.0.0.1", "is multicast"),
        ("ff02::1", "is multicast"),
        ("fc00::1", "is reserved"),
        ("fd00:ec2::254", "is reserved"),
        ("fec0::1", "is reserved"),
        ("2001::1", "is reserved"),
        ("2001:db8::1", "is reserved"),
        ("64:ff9b:1::1", "is reserved"),
        ("::ffff:127.0.0.1", "is this machine"),
        ("::ffff:10.0.0.1", "is private"),
        ("::127.0.0.1", "is this machine"),
        ("64:ff9b::7f00:1", "is this machine"),
        ("64:ff9b::a9fe:a9fe", "is link-local, where clouds keep their metadata"),
        ("2002:7f00:1::", "is this machine"),
        ("2002:a00:1::1", "is private"),
        ("example.org", "is no address"),
    ],
)
def test_inner_address_is_unsafe(address: str, fault: str) -> None:
    assert unsafe_address(address) == fault


@pytest.mark.parametrize("host", ["2130706433", "127.1", "0x7f.0.0.1", "0177.0.0.1", "0x7f000001", "1.2.3"])
def test_old_spellings_of_addresses_are_disguises(host: str) -> None:
    assert is_disguised(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "1password.com", "a.1", "999999999999999", "example.org", "0xyz"])
def test_names_and_plain_addresses_are_no_disguises(host: str) -> None:
    assert not is_disguised(host)


def test_address_is_told_from_name() -> None:
    assert is_address("[::1]")
    assert not is_address("a.example")
