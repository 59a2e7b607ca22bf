while :; do echo more; done
