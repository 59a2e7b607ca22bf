# shellcheck shell=bash disable=SC2154 # state comes from ../../hotcell
# The virtual machine: Debian 13 with systemd and nothing but cgroup v2, as an ordinary installation has it, on an emulated CPU. Sourced by run.sh.

vm=$state/vm
vm_suite=trixie
vm_packages=systemd-sysv,linux-image-cloud-amd64,udev,dbus,dbus-user-session,libpam-systemd,uidmap,procps,ca-certificates,curl,python3,gcc,g++,libc6-dev
vm_user=judge

# What the machine does when it has booted: takes what stands on its second disk, and tells on a port of its own what became of it.
vm_service='[Unit]
After=multi-user.target
[Service]
Type=oneshot
Delegate=yes
TimeoutStartSec=infinity
StandardOutput=file:/dev/virtio-ports/hotcell
StandardError=inherit
ExecStart=/bin/tar -xf /dev/vdb -C /
ExecStart=-/opt/hotcell/test/vm/inside.sh
ExecStopPost=/bin/systemctl poweroff -f
[Install]
WantedBy=multi-user.target'

vm_mirror() { sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1 | grep . || echo http://deb.debian.org/debian; }

# vm_tree TARGET PACKAGES [OPTION…]: a Debian tree, made in a chroot of its own.
vm_tree() {
  run_quietly "making ${1##*/} (Debian $vm_suite)" mmdebstrap --variant=minbase --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    --include="$2" "${@:3}" "$vm_suite" "$1" "$(vm_mirror)"
}

# Sets $qemu to a command. Before version 8 qemu emulates cmpxchg16b wrongly, which the warden's runtime needs: then Debian's current one runs, from a
# tree of its own and by that tree's loader.
vm_qemu() {
  local tree=$vm/qemu version
  version=$(qemu-system-x86_64 --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p' | head -n 1)
  if ((${version:-0} >= 8)); then
    qemu=(qemu-system-x86_64)
    return
  fi
  if [[ ! -e $tree.complete ]]; then
    rm -rf "$tree"
    vm_tree "$tree" qemu-system-x86,seabios
    touch "$tree.complete"
  fi
  local libraries=$tree/usr/lib/x86_64-linux-gnu
  export QEMU_MODULE_DIR=$libraries/qemu
  qemu=("$tree/usr/lib64/ld-linux-x86-64.so.2" --library-path "$libraries:$libraries/pulseaudio" "$tree/usr/bin/qemu-system-x86_64" -L "$tree/usr/share/qemu" -L "$tree/usr/share/seabios")
}

# Sets $machine to a folder with disk, kernel and initrd: made once for each list of packages, and never written to.
vm_machine() {
  machine=$vm/machine-$(printf '%s\n' "$vm_suite" "$vm_packages" "$vm_service" | sha256sum | cut -c1-12)
  [[ ! -e $machine/complete ]] || return 0
  rm -rf "$vm"/machine-*
  mkdir -p "$machine"
  printf '%s\n' "$vm_service" >"$machine/hotcell-test.service"
  # shellcheck disable=SC2016 # $1 is mmdebstrap's: the tree
  vm_tree "$machine/root" "$vm_packages" \
    --customize-hook="copy-in '$machine/hotcell-test.service' /etc/systemd/system" \
    --customize-hook='mkdir -p "$1/etc/systemd/system/multi-user.target.wants" && ln -s ../hotcell-test.service "$1/etc/systemd/system/multi-user.target.wants/"' \
    --customize-hook='echo vm >"$1/etc/hostname"' \
    --customize-hook="chroot \"\$1\" useradd --create-home --shell /bin/bash $vm_user" \
    --customize-hook="chroot \"\$1\" mkdir -p /var/lib/systemd/linger && touch \"\$1/var/lib/systemd/linger/$vm_user\""
  cp "$machine"/root/boot/vmlinuz-* "$machine/kernel"
  cp "$machine"/root/boot/initrd.img-* "$machine/initrd"
  truncate -s 6G "$machine/disk"
  run_quietly "making its disk" mkfs.ext4 -q -d "$machine/root" "$machine/disk"
  rm -rf "$machine/root"
  touch "$machine/complete"
}

# vm_boot PAYLOAD OUTPUT SECONDS: boots with the tar archive PAYLOAD, and returns when the machine is off; it is switched off after SECONDS. What it writes to
# its disk is gone then. No screen and no sound: qemu looks for their modules also where this machine's own qemu has its, of another version, and aborts.
vm_boot() {
  local status=0
  timeout "$3" nice -n 10 "${qemu[@]}" -machine q35 -accel tcg,thread=multi -cpu max -smp 2 -m 3072 -nodefaults -vga none -display none -serial stdio -no-reboot \
    -kernel "$machine/kernel" -initrd "$machine/initrd" -append 'root=/dev/vda rw console=ttyS0 quiet panic=-1 mitigations=off systemd.show_status=0' \
    -drive "file=$machine/disk,if=virtio,format=raw,snapshot=on" -drive "file=$1,if=virtio,format=raw,readonly=on" \
    -device virtio-serial -chardev "file,id=output,path=$2" -device virtserialport,chardev=output,name=hotcell \
    </dev/null >"$2.console" 2>&1 || status=$?
  case $status in
    0) ;;
    124) say "the machine was not done after $3 s (HOTCELL_VM_SECONDS) and was switched off; it came to: $(tail -n 1 "$2")" ;;
    *) say "the emulation ended with $status; what the machine's console and qemu said is in $2.console" ;;
  esac
}
